package dev.slipway.loadtest;

import dev.slipway.loadtest.MeasuredStep.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * Decides what follows the steps so far. While answers are as they should be the course goes up the
 * ladder. After the first bad step it tries a few steps between the last good and the first bad
 * one, and then it is over. Pure.
 */
final class Course {

  /** How often the span between the last good step and the first bad one is halved. */
  static final int MOST_REFINEMENTS = 3;

  /**
   * The least gain of a step. If more requests at once bring less, they only wait for each other.
   */
  private static final double LEAST_GAIN = 1.05;

  private static final double WORTH_COMPARING = 1.5;

  private final Wanted wanted;
  private final List<MeasuredStep> steps;

  private Course(Wanted wanted, List<MeasuredStep> steps) {
    this.wanted = wanted;
    this.steps = steps;
  }

  /** The next move of a course. */
  sealed interface Next {

    /** Another step. */
    record Send(int concurrency) implements Next {}

    /** Nothing more. */
    record Over(Ending why) implements Next {}
  }

  /** Why a course is over. */
  enum Ending {
    /** Answers took longer than the bound. */
    TOO_SLOW,
    /** Too many answers were errors. */
    TOO_MANY_ERRORS,
    /** More requests at once brought no more answers. */
    NO_GAIN,
    /** The steps that were asked for are done. */
    LADDER_DONE,
    /** No more requests at once are allowed. */
    MOST_CONCURRENCY,
    /** No more requests a second are allowed. */
    MOST_RATE,
    /** No more requests are allowed. */
    MOST_REQUESTS,
    /** There is no time for another step. */
    MOST_SECONDS;

    /** Whether the endpoint has shown its limit with this ending. */
    boolean saturated() {
      return switch (this) {
        case TOO_SLOW, TOO_MANY_ERRORS, NO_GAIN -> true;
        case LADDER_DONE, MOST_CONCURRENCY, MOST_RATE, MOST_REQUESTS, MOST_SECONDS -> false;
      };
    }
  }

  static Next after(Wanted wanted, List<MeasuredStep> steps) {
    return new Course(wanted, steps).next();
  }

  /**
   * The steps of a course in which the endpoint never shows its limit, each taking its full time at
   * no particular rate. A course that shows the limit at the last of them may have {@link
   * #MOST_REFINEMENTS} more steps.
   */
  static List<Integer> longest(Wanted wanted) {
    List<Integer> all = new ArrayList<>();
    Ceilings ceilings = wanted.ceilings();
    int next = Math.min(wanted.ladder().first(), ceilings.concurrency());
    while ((all.size() + 1) * wanted.stepSeconds() <= ceilings.seconds()) {
      all.add(next);
      OptionalInt after = up(wanted, next);
      if (after.isEmpty()) break;
      next = after.getAsInt();
    }
    return all;
  }

  private Next next() {
    if (steps.isEmpty()) {
      return new Next.Send(Math.min(wanted.ladder().first(), wanted.ceilings().concurrency()));
    }
    OptionalInt bad =
        steps.stream()
            .filter(step -> step.finding() != Finding.WITHIN)
            .mapToInt(MeasuredStep::concurrency)
            .min();
    if (bad.isPresent()) return refined(bad.getAsInt());
    if (steps.getLast().held()) return new Next.Over(Ending.MOST_RATE);
    if (ranOut()) return new Next.Over(Ending.MOST_REQUESTS);
    if (noGain()) return new Next.Over(Ending.NO_GAIN);
    int last = steps.getLast().concurrency();
    OptionalInt next = up(wanted, last);
    if (next.isEmpty()) {
      return new Next.Over(
          last >= wanted.ceilings().concurrency() ? Ending.MOST_CONCURRENCY : Ending.LADDER_DONE);
    }
    return within(next.getAsInt());
  }

  /** The next step up; the last one goes as far as the ceiling allows. */
  private static OptionalInt up(Wanted wanted, int concurrency) {
    int most = wanted.ceilings().concurrency();
    OptionalInt next = wanted.ladder().after(concurrency);
    if (next.isEmpty() || next.getAsInt() <= most) return next;
    return concurrency < most ? OptionalInt.of(most) : OptionalInt.empty();
  }

  /**
   * A step, if the ceilings leave room for it. The time in which a step only awaits its last
   * answers is not counted: no request is begun in it, and the plan could not count it either.
   */
  private Next within(int concurrency) {
    if (requests() + concurrency > wanted.ceilings().requests()) {
      return new Next.Over(Ending.MOST_REQUESTS);
    }
    double seconds =
        steps.stream().mapToDouble(step -> Math.min(step.seconds(), wanted.stepSeconds())).sum();
    if (seconds + wanted.stepSeconds() > wanted.ceilings().seconds()) {
      return new Next.Over(Ending.MOST_SECONDS);
    }
    return new Next.Send(concurrency);
  }

  private Next refined(int bad) {
    MeasuredStep first =
        steps.stream().filter(step -> step.finding() != Finding.WITHIN).findFirst().orElseThrow();
    int refinements = steps.size() - 1 - steps.indexOf(first);
    if (refinements == 0 && first.finding() == Finding.TOO_SLOW && ranOut()) {
      return new Next.Over(Ending.MOST_REQUESTS);
    }
    Next over =
        new Next.Over(
            first.finding() == Finding.TOO_SLOW ? Ending.TOO_SLOW : Ending.TOO_MANY_ERRORS);
    int good =
        steps.stream()
            .filter(step -> step.finding() == Finding.WITHIN && step.concurrency() < bad)
            .mapToInt(MeasuredStep::concurrency)
            .max()
            .orElse(0);
    int middle = good + (bad - good) / 2;
    boolean worthwhile = good > 0 && middle - good >= Math.max(1, good / 10);
    if (!wanted.ladder().refines() || refinements >= MOST_REFINEMENTS || !worthwhile) return over;
    return within(middle) instanceof Next.Send send ? send : over;
  }

  /**
   * Whether the requests ran out before the last step's time did. Such a step was a burst that
   * spent much of its time on opening connections and on its last answers. Neither its rate nor its
   * slowest answer shows a limit.
   */
  private boolean ranOut() {
    return requests() >= wanted.ceilings().requests()
        && steps.getLast().seconds() < wanted.stepSeconds();
  }

  private int requests() {
    return steps.stream().mapToInt(MeasuredStep::requests).sum();
  }

  /**
   * Whether the last step brought no more answers than the one before it. Compared only where the
   * fleet stayed the same and the step was large enough to tell.
   */
  private boolean noGain() {
    if (steps.size() < 2) return false;
    MeasuredStep last = steps.getLast();
    MeasuredStep before = steps.get(steps.size() - 2);
    Double now = last.ratePerInstance();
    Double then = before.ratePerInstance();
    return now != null
        && then != null
        && last.instances() == before.instances()
        && last.concurrency() >= before.concurrency() * WORTH_COMPARING
        && now < then * LEAST_GAIN;
  }
}
