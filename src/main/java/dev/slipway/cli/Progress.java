package dev.slipway.cli;

import java.util.List;

/** Shows courses while they are waited for. */
sealed interface Progress permits LiveProgress, LineProgress {

  /** After each look, and now and then in between. */
  void show(List<Course> courses);

  /** Something that is no part of a course. */
  void note(String line);

  /** The last look was the last. */
  void finish(List<Course> courses);
}
