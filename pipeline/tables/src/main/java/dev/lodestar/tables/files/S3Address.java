package dev.lodestar.tables.files;

import dev.lodestar.spec.Source;

/** A bucket and what stands after it. */
record S3Address(String bucket, String key) {

  static S3Address of(String text) {
    int slash = text.indexOf('/', Source.S3.length());
    if (!text.startsWith(Source.S3) || slash < 0) {
      throw new IllegalArgumentException("not an address in S3: " + text);
    }
    return new S3Address(text.substring(Source.S3.length(), slash), text.substring(slash + 1));
  }

  static boolean isOne(String text) {
    return text.startsWith(Source.S3);
  }

  @Override
  public String toString() {
    return Source.S3 + bucket + "/" + key;
  }
}
