package dev.lodestar.launch;

/** The command line of Lodestar. */
public final class Lodestar {
  private Lodestar() {}
}
