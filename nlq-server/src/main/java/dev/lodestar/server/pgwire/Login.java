package dev.lodestar.server.pgwire;

import dev.lodestar.server.security.Caller;
import java.io.IOException;

/** Finds out whether a client is who it says it is. */
interface Login {

  /** Asks the client; true when there is nothing to ask. */
  boolean begin(Output output) throws PgError, IOException;

  /** Takes an answer; true when that was the last and all is well. */
  boolean answer(Message message, Output output) throws PgError, IOException;

  /** Who it is, once all is well. */
  Caller caller();

  /** Everyone is believed. */
  static Login trust() {
    return new Login() {
      @Override
      public boolean begin(Output output) {
        return true;
      }

      @Override
      public boolean answer(Message message, Output output) throws PgError {
        throw PgError.violation("Nothing was asked");
      }

      @Override
      public Caller caller() {
        return Caller.ANYONE;
      }
    };
  }
}
