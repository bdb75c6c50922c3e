package dev.lodestar.tables.files;

import dev.lodestar.spec.Source;
import dev.lodestar.tables.InputFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.SdkSystemSetting;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Files in S3, or in what speaks like it. Region, endpoint and credentials are those that Amazon's
 * own tools would use: environment, system properties, profiles, the machine's role.
 *
 * <p>A file is told from another version of it by its size and ETag, and only the version is read
 * that was listed. When a server that has answered before does not for a while, it is asked again.
 * Exceptions say what cannot be done, why, and what to do. May be shared by threads.
 */
public final class S3Files implements AutoCloseable {

  /** How long a server is asked again that does not answer, or sends not one more byte. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final int NOT_FOUND = 404;
  private static final int CONFLICT = 409;
  private static final int PRECONDITION_FAILED = 412;

  private static @Nullable S3Files shared;
  private static String sharedSettings = "";

  private final S3Client client;
  private final S3Failure failure;
  private final Duration patience;
  private volatile boolean hasAnswered;

  private S3Files(S3Client client, S3Failure failure, Duration patience) {
    this.client = client;
    this.failure = failure;
    this.patience = patience;
  }

  public static S3Files open() throws IOException {
    return open(PATIENCE);
  }

  /** One that is open as long as this process runs. */
  public static synchronized S3Files shared() throws IOException {
    String settings = endpoint() + " " + SdkSystemSetting.AWS_ACCESS_KEY_ID.getStringValue();
    if (shared == null || !settings.equals(sharedSettings)) {
      shared = open();
      sharedSettings = settings;
    }
    return shared;
  }

  /** The same with another patience. */
  public static S3Files open(Duration patience) throws IOException {
    Optional<String> endpoint = endpoint();
    S3Failure failure = new S3Failure(endpoint.orElse("Amazon S3"));
    S3ClientBuilder builder =
        S3Client.builder()
            .httpClientBuilder(
                UrlConnectionHttpClient.builder()
                    .connectionTimeout(Duration.ofSeconds(5))
                    .socketTimeout(Duration.ofSeconds(30)))
            // Only Amazon's own servers know all of the checksums.
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            // Servers other than Amazon's rarely have a host name for each bucket.
            .forcePathStyle(endpoint.isPresent());
    if (endpoint.isPresent() && SdkSystemSetting.AWS_REGION.getStringValue().isEmpty()) {
      builder.region(Region.US_EAST_1);
    }
    try {
      return new S3Files(builder.build(), failure, patience);
    } catch (SdkException e) {
      throw failure.of("Cannot reach S3", "", e);
    }
  }

  /** Where the server is, when it is not Amazon's; the client itself finds it the same way. */
  private static Optional<String> endpoint() {
    return Optional.ofNullable(System.getProperty("aws.endpointUrlS3"))
        .or(() -> Optional.ofNullable(System.getenv("AWS_ENDPOINT_URL_S3")))
        .or(() -> Optional.ofNullable(System.getProperty("aws.endpointUrl")))
        .or(() -> Optional.ofNullable(System.getenv("AWS_ENDPOINT_URL")))
        .filter(text -> !text.isBlank());
  }

  // Listing

  /**
   * The files that match a pattern as patterns of local files do, in the order of their addresses.
   */
  public List<InputFile> matching(String pattern) throws IOException {
    S3Address address = S3Address.of(pattern);
    KeyPattern keys = new KeyPattern(address.key());
    return list(pattern, new S3Address(address.bucket(), keys.prefix())).stream()
        // What ends with a slash stands for a folder in the consoles of some servers.
        .filter(f -> !f.path().endsWith("/") && keys.matches(S3Address.of(f.path()).key()))
        .toList();
  }

  /** Every file whose address begins with a text, in the order of their addresses. */
  public List<InputFile> beginning(String prefix) throws IOException {
    return list(prefix, S3Address.of(prefix));
  }

  private List<InputFile> list(String what, S3Address address) throws IOException {
    return patiently(
        "Cannot list " + what,
        address,
        () -> {
          List<InputFile> files = new ArrayList<>();
          for (S3Object object :
              client
                  .listObjectsV2Paginator(l -> l.bucket(address.bucket()).prefix(address.key()))
                  .contents()) {
            files.add(file(address.bucket(), object));
          }
          files.sort(Comparator.comparing(InputFile::path));
          return files;
        });
  }

  private static InputFile file(String bucket, S3Object object) {
    long modified = object.lastModified() == null ? 0 : object.lastModified().toEpochMilli();
    return new InputFile(
        Source.S3 + bucket + "/" + object.key(), object.size(), modified, object.eTag());
  }

  /** A file as it is now; empty when there is none. */
  public Optional<InputFile> find(String path) throws IOException {
    S3Address address = S3Address.of(path);
    return patiently(
        "Cannot look at " + path,
        address,
        () -> {
          try {
            HeadObjectResponse head =
                client.headObject(h -> h.bucket(address.bucket()).key(address.key()));
            return Optional.of(
                new InputFile(
                    path,
                    head.contentLength(),
                    head.lastModified() == null ? 0 : head.lastModified().toEpochMilli(),
                    head.eTag()));
          } catch (S3Exception e) {
            if (e.statusCode() == NOT_FOUND) {
              return Optional.empty();
            }
            throw e;
          }
        });
  }

  // Reading

  /** A name for a copy of a file, from which it can be told how the file is packed. */
  public static String localName(String name, String path) {
    return path.endsWith(".gz") ? name + ".gz" : path.endsWith(".zst") ? name + ".zst" : name;
  }

  /** The bytes of a file from the first on; more than the first few are asked for when needed. */
  public InputStream read(InputFile file) {
    return new S3Beginning(this, file);
  }

  /**
   * Copies a file: all of its bytes, or there is an exception. When the connection breaks, it goes
   * on where it was, as long as the file there is still the same.
   */
  public void fetch(InputFile file, Path to) throws IOException {
    new S3Copy(this, file).whole(to, patience);
  }

  /**
   * Makes a file as large as a Parquet file, in which only its end is filled: the footer, which
   * tells the columns.
   */
  public void fetchParquetFooter(InputFile file, Path to) throws IOException {
    new S3Copy(this, file).parquetFooter(to);
  }

  /** All bytes of a small file as it is now; empty when there is none. */
  public Optional<byte[]> bytes(String path) throws IOException {
    S3Address address = S3Address.of(path);
    return patiently(
        "Cannot read " + path,
        address,
        () -> {
          try {
            return Optional.of(
                client
                    .getObjectAsBytes(g -> g.bucket(address.bucket()).key(address.key()))
                    .asByteArray());
          } catch (NoSuchKeyException e) {
            return Optional.empty();
          }
        });
  }

  ResponseInputStream<GetObjectResponse> get(
      InputFile file, Consumer<GetObjectRequest.Builder> more) {
    S3Address address = S3Address.of(file.path());
    return client.getObject(
        get -> {
          get.bucket(address.bucket()).key(address.key()).ifMatch(file.fingerprint());
          more.accept(get);
        });
  }

  IOException cannotRead(InputFile file, SdkException e) {
    return failure.of("Cannot read " + file.path(), S3Address.of(file.path()).bucket(), e);
  }

  String server() {
    return failure.server();
  }

  // Writing. Nothing is ever changed: what is written again has the same bytes.

  /** Writes a file. It is there as a whole, or not at all. */
  public void put(Path file, String path) throws IOException {
    put(RequestBody.fromFile(file), path);
  }

  /** The same for a few bytes. */
  public void put(byte[] bytes, String path) throws IOException {
    put(RequestBody.fromBytes(bytes), path);
  }

  private void put(RequestBody body, String path) throws IOException {
    S3Address address = S3Address.of(path);
    patiently(
        "Cannot write " + path,
        address,
        () -> client.putObject(p -> p.bucket(address.bucket()).key(address.key()), body));
  }

  /**
   * Writes a file unless there is one of the name. When the answer to a first try is lost, that
   * very file may be taken for another's: so whoever is told no looks at what is there.
   */
  public boolean putNew(byte[] bytes, String path) throws IOException {
    S3Address address = S3Address.of(path);
    return patiently(
        "Cannot write " + path,
        address,
        () -> {
          try {
            client.putObject(
                p -> p.bucket(address.bucket()).key(address.key()).ifNoneMatch("*"),
                RequestBody.fromBytes(bytes));
            return true;
          } catch (S3Exception e) {
            if (e.statusCode() == PRECONDITION_FAILED || e.statusCode() == CONFLICT) {
              return false;
            }
            throw e;
          }
        });
  }

  /** Deletes a file; that it is gone already is fine. */
  public void delete(String path) throws IOException {
    S3Address address = S3Address.of(path);
    patiently(
        "Cannot delete " + path,
        address,
        () -> client.deleteObject(d -> d.bucket(address.bucket()).key(address.key())));
  }

  /** A request that may be repeated. */
  private interface Request<T> {
    T send();
  }

  private <T> T patiently(String what, S3Address address, Request<T> request) throws IOException {
    Patience left = new Patience(patience);
    while (true) {
      try {
        T answer = sent(request);
        hasAnswered = true;
        return answer;
      } catch (SdkException e) {
        if (!hasAnswered || !S3Failure.isPassing(e) || !left.again()) {
          throw failure.of(what, address.bucket(), e);
        }
      }
    }
  }

  /** The client lets some broken connections through as they are, without trying again. */
  private static <T> T sent(Request<T> request) {
    try {
      return request.send();
    } catch (UncheckedIOException e) {
      if (e.getCause() instanceof FileSystemException) {
        throw e;
      }
      throw SdkClientException.create("The connection broke", e.getCause());
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
