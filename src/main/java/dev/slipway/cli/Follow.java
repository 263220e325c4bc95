package dev.slipway.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Waits until courses have ended, or nobody wants to wait any longer. A service that does not
 * answer for a while, because it is being replaced, is no reason to give up.
 */
final class Follow {

  private static final Duration FIRST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofSeconds(5);
  private static final Duration SILENCE = Duration.ofMinutes(5);

  private final Session session;
  private final Progress progress;

  Follow(Session session, int courses) {
    this.session = session;
    this.progress =
        session.shell().screen().terminal()
            ? new LiveProgress(session.printer(), session.api()::now)
            : new LineProgress(session.printer(), courses);
  }

  /**
   * Shows them until all have ended, and tells the end that somebody has to look at first.
   *
   * @param leave whether those that wait for people or checks are not waited for
   */
  Exit until(List<Course> courses, Patience patience, boolean leave) {
    try (Waiting.Guard guard = waiting().onInterrupt(() -> interrupted(courses))) {
      Exit exit = ends(courses, patience, leave);
      progress.finish(courses);
      return exit;
    }
  }

  private Exit ends(List<Course> courses, Patience patience, boolean leave) {
    Instant begun = clock();
    Instant answered = begun;
    Duration pause = FIRST;
    boolean silent = false;
    while (true) {
      int seen = size(courses);
      try {
        courses.forEach(Course::look);
        answered = clock();
        silent = false;
      } catch (ClientFailure failure) {
        boolean patient = Duration.between(answered, clock()).compareTo(SILENCE) < 0;
        if (failure.exit() != Exit.NO_ANSWER || !patient) throw failure;
        if (!silent) progress.note(failure.sentence() + " Trying again.");
        silent = true;
      }
      progress.show(courses);
      boolean over = courses.stream().allMatch(it -> it.end() != null || (leave && it.pending()));
      if (over) return worst(courses);
      Duration left = patience.timeout.minus(Duration.between(begun, clock()));
      if (!left.isPositive()) return worst(courses);
      pause = size(courses) > seen ? FIRST : longer(pause);
      pause(courses, pause.compareTo(left) < 0 ? pause : left);
    }
  }

  /** Those that go on have not ended, but the waiting has. */
  static Exit worst(List<Course> courses) {
    Exit worst = Exit.DONE;
    for (Course course : courses) {
      Exit end = course.end();
      if (end == null) end = course.pending() ? Exit.WAITING_FOR_APPROVAL : Exit.TIMED_OUT;
      worst = worst.or(end);
    }
    return worst;
  }

  private static int size(List<Course> courses) {
    return courses.stream().mapToInt(course -> course.events().size()).sum();
  }

  private static Duration longer(Duration pause) {
    Duration longer = pause.multipliedBy(3).dividedBy(2);
    return longer.compareTo(LONGEST) < 0 ? longer : LONGEST;
  }

  /** On a terminal the times run on in between. */
  private void pause(List<Course> courses, Duration pause) {
    Duration left = pause;
    boolean live = session.shell().screen().terminal();
    while (live && left.compareTo(FIRST) > 0) {
      waiting().pause(FIRST);
      left = left.minus(FIRST);
      progress.show(courses);
    }
    waiting().pause(left);
  }

  private Waiting waiting() {
    return session.shell().time().waiting();
  }

  private Instant clock() {
    return session.shell().time().clock().now();
  }

  private void interrupted(List<Course> courses) {
    for (Course course : courses) {
      if (course.end() != null) continue;
      String what = course.deployment() == null ? "promotion" : "deployment";
      session
          .shell()
          .err()
          .printf(
              "%nThe %s to %s goes on. Watch it:  slipway watch %s%n"
                  + "Call it off:  slipway cancel %s --reason '…'%n",
              what, course.endpoint(), course.id(), course.id());
    }
  }
}
