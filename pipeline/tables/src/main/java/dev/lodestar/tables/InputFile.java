package dev.lodestar.tables;

import java.io.Serializable;

/**
 * A file of a source, as a bronze table remembers it.
 *
 * @param fingerprint of its bytes; two files of one path are the same when size and fingerprint are
 */
public record InputFile(String path, long size, long modifiedMillis, String fingerprint)
    implements Serializable {}
