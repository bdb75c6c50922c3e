/**
 * A real S3 server that a test starts, stops, and cuts off in the middle of an answer. Start at
 * {@link dev.lodestar.s3.S3Server}. Nothing else is here, and only tests use it.
 */
@NullMarked
package dev.lodestar.s3;

import org.jspecify.annotations.NullMarked;
