package dev.lodestar.server.question;

import dev.lodestar.server.grammar.Language;
import dev.lodestar.server.semantic.Model;
import java.util.stream.Collectors;

/** Says in a sentence what the words of a question left open and how it was filled in. */
public final class NoteWords {
  private final Model model;
  private final Language language;
  private final Restatement words;
  private final TimeWords times;

  public NoteWords(Model model, Language language) {
    this.model = model;
    this.language = language;
    this.words = new Restatement(model, language);
    this.times = new TimeWords(language);
  }

  public String of(Note note) {
    if (note instanceof Note.LatestMeant n) {
      return say(
              "No year was said: the latest one is meant, ", "Sans année, la dernière est prise : ")
          + times.range(n.range())
          + ".";
    }
    if (note instanceof Note.UnitMeant n) {
      return say("Shown by ", "Présenté par ") + times.unit(n.unit()) + ".";
    }
    if (note instanceof Note.UsualMeasure n) {
      return say(
              "No measure was named: the usual one is ",
              "Aucune mesure n'est nommée : la mesure habituelle est ")
          + model.metric(n.metric()).names().in(language)
          + ".";
    }
    if (note instanceof Note.UsualRows n) {
      return say("No number was said: the first ", "Sans nombre, les ")
          + n.rows()
          + say(" are shown.", " premiers sont montrés.");
    }
    if (note instanceof Note.UsualRowsOf n) {
      return say("Counted by: ", "Compté d'après : ") + words.entity(n.dataset()) + ".";
    }
    if (note instanceof Note.Counted) {
      return say("They are counted.", "Ils sont comptés.");
    }
    if (note instanceof Note.AsToday) {
      return say("They are counted as they are today.", "Comptés tels qu'ils sont aujourd'hui.");
    }
    if (note instanceof Note.GrowthInPercent) {
      return say(
          "Growth is in percent: what had nothing before, or a loss, has none.",
          "La croissance est en pourcentage : ce qui n'avait rien avant, ou une perte, n'en a pas.");
    }
    if (note instanceof Note.RoundedUp) {
      return say(
          "A percentage of those that are ranked, rounded up.",
          "Un pourcentage de ceux qui sont classés, arrondi au-dessus.");
    }
    if (note instanceof Note.KnownTimes) {
      return say(
          "From the first day that is known to the last.", "Du premier jour connu au dernier.");
    }
    if (note instanceof Note.LowerIsBetter) {
      return say("The best is the lowest here.", "Ici, le meilleur est le plus bas.");
    }
    if (note instanceof Note.PlainMeant n) {
      return say("Taken as ", "Compris comme ")
          + model.field(n.plain()).names().in(language)
          + say(", not ", ", et non ")
          + n.others().stream()
              .map(field -> model.field(field).names().in(language))
              .collect(Collectors.joining(say(" or ", " ou ")))
          + ".";
    }
    if (note instanceof Note.NotOver n) {
      return say("The time ", "La période ")
          + times.range(n.range())
          + say(
              " is not over, and is held against a whole one: today is ",
              " n'est pas terminée, et elle est comparée à une période entière : nous sommes le ")
          + n.today()
          + ".";
    }
    if (note instanceof Note.WholeUnits n) {
      return say("The rows tell no finer than the ", "Les lignes ne sont datées que par ")
          + times.unit(n.unit())
          + say(": it is taken as a whole.", " : la période est prise entière.");
    }
    Note.Repaired n = (Note.Repaired) note;
    return say("\"", "« ")
        + n.word()
        + say("\" was read as \"", " » a été lu « ")
        + n.read()
        + say("\".", " ».");
  }

  private String say(String english, String french) {
    return language.say(english, french);
  }
}
