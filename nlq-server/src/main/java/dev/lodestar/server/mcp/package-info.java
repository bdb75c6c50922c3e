/**
 * A domain as a server of the Model Context Protocol, so that programs with a language model can
 * ask it. {@link dev.lodestar.server.mcp.McpSpace} takes and gives the protocol's messages; its
 * tools are those of {@link dev.lodestar.server.genie.Genie}.
 *
 * <p>This room knows nothing of HTTP. No language model is asked here: it is on the other side.
 */
@NullMarked
package dev.lodestar.server.mcp;

import org.jspecify.annotations.NullMarked;
