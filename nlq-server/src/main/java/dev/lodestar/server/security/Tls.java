package dev.lodestar.server.security;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the server shows to clients that want to know whom they talk to.
 *
 * @param chain its own certificate first, then those that vouch for it
 */
public record Tls(PrivateKey key, List<X509Certificate> chain) {
  private static final Pattern KEY =
      Pattern.compile("-----BEGIN ([A-Z ]*)PRIVATE KEY-----([^-]*)-----END");

  public Tls {
    chain = List.copyOf(chain);
  }

  /** Reads files in PEM. */
  public static Tls read(Path certificates, Path key) throws IOException {
    return new Tls(key(key), certificates(certificates));
  }

  private static List<X509Certificate> certificates(Path file) throws IOException {
    try {
      List<X509Certificate> chain =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(Files.readAllBytes(file)))
              .stream()
              .map(X509Certificate.class::cast)
              .toList();
      if (chain.isEmpty()) {
        throw new IOException("There is no certificate in " + file);
      }
      return chain;
    } catch (CertificateException e) {
      throw new IOException("Cannot read certificates in PEM from " + file, e);
    }
  }

  private static PrivateKey key(Path file) throws IOException {
    Matcher pem = KEY.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
    if (!pem.find()) {
      throw new IOException("There is no private key in PEM in " + file);
    }
    if (!pem.group(1).isEmpty()) {
      throw new IOException(
          "The private key in "
              + file
              + " is not in the form PKCS #8 without a password; convert it: openssl pkcs8 -topk8"
              + " -nocrypt -in "
              + file
              + " -out NEW");
    }
    byte[] bytes = Base64.getMimeDecoder().decode(pem.group(2));
    GeneralSecurityException last = null;
    for (String algorithm : List.of("RSA", "EC", "Ed25519")) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(bytes));
      } catch (InvalidKeySpecException e) {
        last = e;
      } catch (GeneralSecurityException e) {
        throw new IOException("Java does not know " + algorithm, e);
      }
    }
    throw new IOException(
        "The private key in " + file + " is neither RSA nor EC nor Ed25519", last);
  }

  /** The same for those who want it in a store. */
  public KeyStore store(String password) {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry(
          "server", key, password.toCharArray(), chain.toArray(X509Certificate[]::new));
      return store;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("Cannot keep a key in memory", e);
    }
  }
}
