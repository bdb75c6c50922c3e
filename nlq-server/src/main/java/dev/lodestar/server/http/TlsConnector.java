package dev.lodestar.server.http;

import dev.lodestar.server.security.Tls;
import java.util.UUID;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** Listens for requests that come encrypted. */
final class TlsConnector {
  private TlsConnector() {}

  static Connector on(
      Server server, HttpConfiguration configuration, Tls tls, String host, int port) {
    String password = UUID.randomUUID().toString();
    SslContextFactory.Server ssl = new SslContextFactory.Server();
    ssl.setKeyStore(tls.store(password));
    ssl.setKeyStorePassword(password);
    HttpConfiguration secure = new HttpConfiguration(configuration);
    // Whoever asks by another name than the certificate's finds that out without our help.
    secure.addCustomizer(new SecureRequestCustomizer(false));
    ServerConnector connector = new ServerConnector(server, ssl, new HttpConnectionFactory(secure));
    connector.setHost(host);
    connector.setPort(port);
    return connector;
  }
}
