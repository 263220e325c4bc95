package dev.slipway.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Something that measures for a while, as far as people are shown it. */
interface Measurement {

  String id();

  /** Which it is and how it stands, in a line. */
  String line();

  /** A line for each thing that has happened so far; later ones follow those before. */
  List<String> told();

  /** How it has ended; null while it has not. */
  @Nullable Exit end();

  /** How it has ended, for people. */
  List<String> ending(Paint paint);

  /** How to call it off, when nobody waits for it any more. */
  String callOff();
}
