package dev.atrium.platform.inference.engine;

import java.util.BitSet;

/** Which tokens an answer may consist of, one after the other. Any thread. */
public interface TokenRule {

  /** Before the first token. */
  Place start();

  /** A place in an answer. */
  interface Place {

    /** Tokens that may come next, none that ends the answer; not to be changed. */
    BitSet allowed();

    /** Whether the answer may end here. */
    boolean complete();

    /** Behind a token that was allowed. */
    Place after(int token);
  }
}
