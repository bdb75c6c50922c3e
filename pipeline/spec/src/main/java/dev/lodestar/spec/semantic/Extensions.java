package dev.lodestar.spec.semantic;

import dev.lodestar.spec.Position;
import dev.lodestar.spec.Problems;
import dev.lodestar.spec.Section;
import dev.lodestar.spec.Yaml;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The extensions of a thing: ours, read, and those of others, as they are.
 *
 * <p>Version 0.1.1 has a closed list of vendors, in which we are not. There ours is said to be of
 * {@code COMMON}, below the key {@code lodestar}.
 */
record Extensions(Yaml.Keys ours, List<Extension> others) {
  static final String KEY = "custom_extensions";
  static final String VENDOR = "LODESTAR";
  static final String SHARED_VENDOR = "COMMON";
  static final String SHARED_KEY = "lodestar";

  static Extensions of(Section thing, Position at) {
    List<Yaml.Entry> ours = new ArrayList<>();
    List<Extension> others = new ArrayList<>();
    for (Yaml item : thing.items(KEY)) {
      if (item instanceof Yaml.Keys keys) {
        read(thing, keys, ours, others);
      } else if (item.readable()) {
        thing.report(
            item.at(),
            "expected an extension, found " + item.kind(),
            "write \"- vendor_name: …\" and \"data: …\" below it");
      }
    }
    return new Extensions(new Yaml.Keys(ours, at), others);
  }

  private static void read(
      Section thing, Yaml.Keys keys, List<Yaml.Entry> ours, List<Extension> others) {
    Section section = thing.of(keys, "vendor_name", "data");
    section.require("vendor_name", "say whose it is: \"vendor_name: LODESTAR\"");
    section.require("data", "add \"data: |\" and JSON in the lines below it");
    Optional<String> vendor = section.words("vendor_name").map(Section.Words::text);
    Optional<Yaml> value = section.value("data");
    if (vendor.isEmpty() || value.isEmpty()) {
      return;
    }
    if (!(value.get() instanceof Yaml.Scalar data)) {
      section.report(
          value.get().at(),
          "expected JSON as a text for \"data\", found " + value.get().kind(),
          "write \"data: |\" and JSON in the lines below it");
      return;
    }
    Optional<Yaml.Keys> found = oursIn(vendor.get(), data, section);
    if (found.isEmpty()) {
      others.add(new Extension(vendor.get(), data.text()));
      return;
    }
    for (Yaml.Entry entry : found.get().entries()) {
      if (ours.stream().anyMatch(e -> e.name().equals(entry.name()))) {
        section.report(
            entry.key().at(), "duplicate key \"" + entry.name() + "\"", "keep one of them");
      } else {
        ours.add(entry);
      }
    }
  }

  /** Empty when it is of another vendor; without keys when it is ours and unreadable. */
  private static Optional<Yaml.Keys> oursIn(String vendor, Yaml.Scalar data, Section section) {
    if (vendor.equals(VENDOR)) {
      return Optional.of(
          JsonReader.objectIn(data, section.problems())
              .orElseGet(() -> new Yaml.Keys(List.of(), data.at())));
    }
    if (!vendor.equals(SHARED_VENDOR) || !data.text().contains(SHARED_KEY)) {
      return Optional.empty();
    }
    // What is shared with others need not be JSON that we understand.
    return JsonReader.objectIn(data, new Problems())
        .flatMap(keys -> keys.entry(SHARED_KEY))
        .map(Yaml.Entry::value)
        .filter(Yaml.Keys.class::isInstance)
        .map(Yaml.Keys.class::cast);
  }
}
