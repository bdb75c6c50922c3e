package dev.lodestar.server.mcp;

import dev.lodestar.server.genie.Genie;
import dev.lodestar.server.security.Caller;
import io.modelcontextprotocol.common.McpTransportContext;
import io.modelcontextprotocol.json.McpJsonDefaults;
import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.McpStatelessServerHandler;
import io.modelcontextprotocol.server.McpStatelessSyncServer;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpStatelessServerTransport;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** One domain, asked in messages of the protocol; nothing is remembered between them. */
public final class McpSpace implements AutoCloseable {
  /** Under which a call finds who makes it. */
  static final String CALLER = "dev.lodestar.caller";

  private final McpJsonMapper json = McpJsonDefaults.getMapper();
  private final Wire wire = new Wire();
  private final McpStatelessSyncServer server;

  /**
   * Serves a space.
   *
   * @param title what it is called
   */
  public McpSpace(String space, String title, Genie genie, Results results) {
    this.server =
        McpServer.sync(wire)
            .serverInfo("lodestar-" + space, "1")
            .instructions(
                "Answers questions about "
                    + title
                    + " in English and French. Use ask; when it asks back, ask again with one of the"
                    + " choices. Numbers must come from its rows.")
            .capabilities(McpSchema.ServerCapabilities.builder().tools(false).build())
            .jsonMapper(json)
            .immediateExecution(true)
            .tools(new Tools(space, genie, results, json).all())
            .build();
  }

  /** Takes the place of a transport: messages come by {@link #answer}. */
  private static final class Wire implements McpStatelessServerTransport {
    private @Nullable McpStatelessServerHandler handler;

    @Override
    public void setMcpHandler(McpStatelessServerHandler made) {
      handler = made;
    }

    McpStatelessServerHandler handler() {
      McpStatelessServerHandler made = handler;
      if (made == null) {
        throw new IllegalStateException("The server was not built");
      }
      return made;
    }

    @Override
    public Mono<Void> closeGracefully() {
      return Mono.empty();
    }
  }

  /**
   * Answers a message of a caller's; one that asks for nothing has no answer.
   *
   * @throws IOException when it is no message
   */
  public Optional<String> answer(Caller caller, String message) throws IOException {
    McpSchema.JSONRPCMessage read;
    try {
      read = McpSchema.deserializeJsonRpcMessage(json, message);
    } catch (IllegalArgumentException e) {
      throw new IOException("Not a message of JSON-RPC 2.0: " + e.getMessage(), e);
    }
    McpTransportContext context = McpTransportContext.create(Map.of(CALLER, caller));
    if (read instanceof McpSchema.JSONRPCRequest request) {
      McpSchema.JSONRPCResponse response = wire.handler().handleRequest(context, request).block();
      return Optional.of(json.writeValueAsString(response));
    }
    if (read instanceof McpSchema.JSONRPCNotification notification) {
      wire.handler().handleNotification(context, notification).block();
    }
    return Optional.empty();
  }

  @Override
  public void close() {
    server.close();
  }
}
