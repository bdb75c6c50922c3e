package dev.lodestar.tables.files;

import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Says in words for the operator why S3 did not do what it was asked, and what can be done.
 *
 * @param server where the server is
 */
record S3Failure(String server) {
  private static final String CREDENTIALS =
      "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, AWS_PROFILE, or the role of the machine";

  private static final Set<Integer> PASSING = Set.of(429, 500, 502, 503, 504);

  /**
   * @param what what could not be done
   * @param bucket where
   */
  IOException of(String what, String bucket, SdkException e) {
    String why =
        e instanceof AwsServiceException answer
            ? answered(answer, bucket, permissions(what))
            : unanswered(e);
    return new IOException(what + ": " + why, e);
  }

  /** Whether the same may work a moment later. */
  static boolean isPassing(SdkException e) {
    return e instanceof AwsServiceException answer
        ? PASSING.contains(answer.statusCode())
        : connection(e) != null;
  }

  private static String permissions(String what) {
    return what.startsWith("Cannot write")
        ? "s3:PutObject"
        : what.startsWith("Cannot delete") ? "s3:DeleteObject" : "s3:ListBucket and s3:GetObject";
  }

  private String answered(AwsServiceException answer, String bucket, String permissions) {
    String code =
        answer.awsErrorDetails() == null || answer.awsErrorDetails().errorCode() == null
            ? ""
            : answer.awsErrorDetails().errorCode();
    String told = answer.statusCode() + (code.isEmpty() ? "" : " " + code);
    if (code.equals("NoSuchBucket")) {
      return "there is no bucket \""
          + bucket
          + "\" at "
          + server
          + "; mend the address, or set AWS_ENDPOINT_URL_S3 to the server that has it";
    }
    return switch (answer.statusCode()) {
      case 301, 307 ->
          "the bucket \""
              + bucket
              + "\" is in another region; set AWS_REGION to that ("
              + told
              + ")";
      case 403 ->
          "access was denied ("
              + told
              + "); check the credentials ("
              + CREDENTIALS
              + "), which must allow "
              + permissions
              + " for the bucket \""
              + bucket
              + "\"";
      case 404 -> "it is no longer there (" + told + "); run again with the files as they are now";
      case 501 ->
          server + " cannot do this (" + told + "); a warehouse needs writes with If-None-Match";
      case 412 ->
          "it has changed since the run was planned; run again with the files as they are now";
      default ->
          server
              + " answered "
              + told
              + "; check AWS_REGION and AWS_ENDPOINT_URL_S3, and run again";
    };
  }

  private String unanswered(SdkException e) {
    String message = String.valueOf(e.getMessage());
    if (message.startsWith("Unable to load credentials")) {
      return "there are no credentials; set " + CREDENTIALS;
    }
    if (message.startsWith("Unable to load region")) {
      return "there is no region; set AWS_REGION";
    }
    Throwable connection = connection(e);
    return connection == null
        ? message
        : server
            + " cannot be reached ("
            + connection.getMessage()
            + "); check the network and AWS_ENDPOINT_URL_S3, and run again";
  }

  /** What went wrong below the protocol, if that is what went wrong. */
  private static @Nullable Throwable connection(Throwable e) {
    for (Throwable t = e; t != null; t = t.getCause()) {
      if (t instanceof IOException) {
        return t;
      }
    }
    return null;
  }
}
