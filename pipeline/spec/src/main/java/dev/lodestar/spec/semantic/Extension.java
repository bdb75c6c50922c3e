package dev.lodestar.spec.semantic;

/** What another vendor says of a thing, in JSON of its own that is carried along as it is. */
public record Extension(String vendor, String data) {}
