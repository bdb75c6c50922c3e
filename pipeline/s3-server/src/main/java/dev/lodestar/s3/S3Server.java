package dev.lodestar.s3;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.InvocationTargetException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A server that speaks S3 (S3Proxy, whose classes nothing else sees), behind a relay that can cut
 * its connections at a byte.
 */
public final class S3Server implements AutoCloseable {
  public static final String KEY = "someone";
  public static final String SECRET = "not-to-be-shown";

  private final URLClassLoader classes;
  private final Object blobs;
  private final Relay relay;
  private Object proxy;

  private S3Server(URLClassLoader classes) throws Exception {
    this.classes = classes;
    Object builder = call(null, "org.jclouds.ContextBuilder", "newBuilder", "transient-nio2");
    builder = call(builder, "org.jclouds.ContextBuilder", "credentials", KEY, SECRET);
    Object context =
        call(
            builder,
            "org.jclouds.ContextBuilder",
            "build",
            classes.loadClass("org.jclouds.blobstore.BlobStoreContext"));
    this.blobs = call(context, "org.jclouds.blobstore.BlobStoreContext", "getBlobStore");
    this.proxy = serve();
    this.relay = new Relay();
  }

  public static S3Server start() throws Exception {
    URLClassLoader classes =
        new URLClassLoader(new URL[] {jar()}, ClassLoader.getPlatformClassLoader());
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    Thread.currentThread().setContextClassLoader(classes);
    System.setProperty("LOG_LEVEL", "off");
    System.setProperty("JETTY_LOG_LEVEL", "off");
    System.setProperty(
        "logback.statusListenerClass", "ch.qos.logback.core.status.NopStatusListener");
    try {
      return new S3Server(classes);
    } finally {
      Thread.currentThread().setContextClassLoader(before);
    }
  }

  /** The server's jar, which the build puts beside the classes or the jar of this module. */
  private static URL jar() throws Exception {
    Path here = Path.of(S3Server.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    Path jar = here.resolveSibling("s3proxy.jar");
    if (!Files.exists(jar)) {
      throw new IllegalStateException("Build lodestar-s3-server as well; there is no " + jar);
    }
    return jar.toUri().toURL();
  }

  private Object serve() throws Exception {
    String name = "org.gaul.s3proxy.S3Proxy";
    Object builder = call(null, name, "builder");
    builder = call(builder, name + "$Builder", "endpoint", URI.create("http://127.0.0.1:0"));
    Object version =
        classes.loadClass("org.gaul.s3proxy.AuthenticationType").getField("AWS_V4").get(null);
    builder = call(builder, name + "$Builder", "awsAuthentication", version, KEY, SECRET);
    builder = call(builder, name + "$Builder", "blobStore", blobs);
    Object made = call(builder, name + "$Builder", "build");
    call(made, name, "start");
    return made;
  }

  /** The address that stays the same when the server is started again. */
  public String endpoint() {
    return "http://127.0.0.1:" + relay.socket.getLocalPort();
  }

  /** The settings with which a client finds the server, as properties of a process. */
  public Map<String, String> settings() {
    return Map.of(
        "aws.endpointUrlS3",
        endpoint(),
        "aws.accessKeyId",
        KEY,
        "aws.secretAccessKey",
        SECRET,
        // Whoever runs the test may have credentials of their own.
        "aws.disableEc2Metadata",
        "true",
        "aws.sharedCredentialsFile",
        "/none",
        "aws.configFile",
        "/none");
  }

  /** Lets this process use the server. */
  public void use() {
    settings().forEach(System::setProperty);
  }

  public static void useNone() {
    for (String property : List.copyOf(System.getProperties().stringPropertyNames())) {
      if (property.startsWith("aws.")) {
        System.clearProperty(property);
      }
    }
  }

  /** Makes a bucket with nothing in it. */
  public void makeBucket(String bucket) {
    try {
      call(blobs, "org.jclouds.blobstore.BlobStore", "createContainerInLocation", null, bucket);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  /** Deletes what begins so. */
  public void deleteAll(String bucket, String prefix) {
    try {
      String store = "org.jclouds.blobstore.BlobStore";
      String options = "org.jclouds.blobstore.options.ListContainerOptions";
      Object below = classes.loadClass(options).getConstructor().newInstance();
      below = call(call(below, options, "recursive"), options, "prefix", prefix);
      for (Object found : (Iterable<?>) call(blobs, store, "list", bucket, below)) {
        Object name = call(found, "org.jclouds.blobstore.domain.StorageMetadata", "getName");
        call(blobs, store, "removeBlob", bucket, name);
      }
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  public void put(String bucket, String key, byte[] bytes) {
    try {
      String store = "org.jclouds.blobstore.BlobStore";
      call(blobs, store, "createContainerInLocation", null, bucket);
      Object builder = call(blobs, store, "blobBuilder", key);
      builder = call(builder, "org.jclouds.blobstore.domain.BlobBuilder", "payload", bytes);
      Object blob =
          call(builder, "org.jclouds.blobstore.domain.BlobBuilder$PayloadBlobBuilder", "build");
      call(blobs, store, "putBlob", bucket, blob);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  /** Stops the server and cuts all connections once so many bytes have been sent. */
  public void stopAfter(long bytes, Runnable then) {
    relay.then = then;
    relay.left.set(bytes);
  }

  public void stop() {
    try {
      call(proxy, "org.gaul.s3proxy.S3Proxy", "stop");
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  public void startAgain() {
    try {
      proxy = serve();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private Object call(
      @Nullable Object on, String type, String method, @Nullable Object... arguments)
      throws Exception {
    for (var candidate : classes.loadClass(type).getMethods()) {
      if (candidate.getName().equals(method) && accepts(candidate.getParameterTypes(), arguments)) {
        try {
          return candidate.invoke(on, arguments);
        } catch (InvocationTargetException e) {
          throw e.getCause() instanceof Exception cause ? cause : e;
        }
      }
    }
    throw new NoSuchMethodException(type + "." + method);
  }

  private static boolean accepts(Class<?>[] types, @Nullable Object[] arguments) {
    for (int i = 0; i < types.length && types.length == arguments.length; i++) {
      if (arguments[i] != null && !types[i].isInstance(arguments[i])) {
        return false;
      }
    }
    return types.length == arguments.length;
  }

  @Override
  public void close() throws Exception {
    relay.close();
    stop();
    classes.close();
  }

  /** Passes bytes on, and ends every connection at the byte that it was told. */
  private final class Relay implements Closeable {
    private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicLong left = new AtomicLong(Long.MAX_VALUE);
    private volatile Runnable then = () -> {};

    Relay() throws IOException {
      begin(
          () -> {
            while (!socket.isClosed()) {
              accept(socket.accept());
            }
          });
    }

    private void accept(Socket client) throws IOException {
      try {
        int port = (int) call(proxy, "org.gaul.s3proxy.S3Proxy", "getPort");
        Socket server = new Socket(InetAddress.getLoopbackAddress(), port);
        open.add(client);
        open.add(server);
        begin(() -> pass(client, server, false));
        begin(() -> pass(server, client, true));
      } catch (Exception e) {
        client.close();
      }
    }

    private void pass(Socket from, Socket to, boolean counted) throws IOException {
      byte[] bytes = new byte[8192];
      try (from;
          to) {
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream();
        for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
          long before = counted ? left.getAndAdd(-count) : Long.MAX_VALUE;
          if (before <= count) {
            if (before > 0) {
              left.set(Long.MAX_VALUE);
              stop();
              for (Socket each : open) {
                each.close();
              }
              open.clear();
              then.run();
            }
            return;
          }
          out.write(bytes, 0, count);
        }
      } finally {
        open.remove(from);
        open.remove(to);
      }
    }

    @Override
    public void close() throws IOException {
      socket.close();
      for (Socket each : open) {
        each.close();
      }
    }
  }

  private interface Passing {
    void run() throws IOException;
  }

  private static void begin(Passing work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException e) {
                // One side has closed: that is how a connection ends, and what tests ask for.
                Thread.currentThread().interrupt();
              }
            });
    thread.setDaemon(true);
    thread.start();
  }
}
