package dev.lodestar.docs;

import static dev.lodestar.docs.Html.all;
import static dev.lodestar.docs.Html.el;

import dev.lodestar.lineage.Detail;
import dev.lodestar.lineage.Direction;
import dev.lodestar.lineage.LineagePicture;
import dev.lodestar.lineage.Part;
import dev.lodestar.lineage.Subject;

/** The whole domain as a picture, with its columns or without. */
final class LineagePage {
  private LineagePage() {}

  static String of(Documented site) {
    Frame frame = new Frame(site, "");
    Part all = Part.of(site.graph(), Subject.DOMAIN, Direction.UP);
    Html content =
        all(
            el("h1").of(site.say(Phrase.LINEAGE)),
            el("div.choice", "role", "group", "aria-label", site.say(Phrase.LINEAGE))
                .of(
                    choice("columns", "true", site.say(Phrase.PICTURE_COLUMNS)),
                    choice("tables", "false", site.say(Phrase.PICTURE_TABLES))),
            el("p.faint").of(site.say(Phrase.PICTURE_HELP)),
            picture("columns", frame, all, Detail.COLUMNS),
            picture("tables", frame, all, Detail.TABLES));
    return frame.page(site.say(Phrase.LINEAGE), "lineage.html", content);
  }

  private static Html choice(String shows, String pressed, String words) {
    return el("button", "type", "button", "data-shows", shows, "aria-pressed", pressed).of(words);
  }

  private static Html picture(String id, Frame frame, Part part, Detail detail) {
    return el("div.picture.tall", "id", id, "tabindex", "0")
        .of(Html.ready(LineagePicture.inPage(part, detail, frame::linkOf)));
  }
}
