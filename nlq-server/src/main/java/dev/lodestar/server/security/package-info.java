/**
 * Who may ask, and what they may see.
 *
 * <p>Start at {@link dev.lodestar.server.security.Users}: what one file says of users and roles. A
 * door finds out through {@link dev.lodestar.server.security.SignIn} who a client is; what it then
 * has is a {@link dev.lodestar.server.security.Caller}, who is given no tables but those of {@link
 * dev.lodestar.server.security.Caller#tables}. {@link dev.lodestar.server.security.AuditLog} keeps
 * what was asked.
 *
 * <p>This room knows no door and no protocol but the arithmetic of SCRAM. How tables are guarded is
 * the catalogue's business, see {@link dev.lodestar.server.catalog.Access}.
 */
@NullMarked
package dev.lodestar.server.security;

import org.jspecify.annotations.NullMarked;
