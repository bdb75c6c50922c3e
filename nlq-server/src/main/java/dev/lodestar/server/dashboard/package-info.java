/**
 * What a domain's dashboard shows: its tiles, narrowed down by what is chosen in its filters.
 *
 * <p>Start at {@link dev.lodestar.server.dashboard.ServedDashboard}, the dashboard over the tables
 * of one release; {@link dev.lodestar.server.dashboard.Dashboards} reads its files again when they
 * change. The SELECT of a tile comes from {@link dev.lodestar.semantic.TileSql}, and runs like that
 * of any client.
 *
 * <p>This room draws nothing, and knows no HTTP.
 */
@NullMarked
package dev.lodestar.server.dashboard;

import org.jspecify.annotations.NullMarked;
