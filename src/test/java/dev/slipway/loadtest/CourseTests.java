package dev.slipway.loadtest;

import static dev.slipway.loadtest.SomeSteps.step;
import static dev.slipway.loadtest.SomeSteps.wanted;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.loadtest.Course.Ending;
import dev.slipway.loadtest.Course.Next;
import dev.slipway.loadtest.Measure.Around;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;

/** Which step follows, and when it is over. */
class CourseTests {

  @Test
  void itClimbsWhileAnswersAreQuickEnough() {
    assertThat(Course.after(wanted(), List.of())).isEqualTo(new Next.Send(1));
    assertThat(Course.after(wanted(), List.of(step(1, 20)))).isEqualTo(new Next.Send(2));
    assertThat(Course.after(wanted(), List.of(step(1, 20), step(2, 20))))
        .isEqualTo(new Next.Send(4));
  }

  @Test
  void onceAnswersTakeTooLongItLooksIntoTheRoomBelowAFewTimes() {
    // Eight processors of 20 ms: forty requests at once take 100 ms.
    List<Integer> course = new ArrayList<>();
    Next end = walk(wanted(), course, at -> Math.max(20, at * 20 / 8));

    assertThat(course).containsExactly(1, 2, 4, 8, 16);
    assertThat(end).isEqualTo(new Next.Over(Ending.NO_GAIN));

    course.clear();
    end = walk(wanted(), course, at -> at <= 21 ? 20 : 200);

    assertThat(course).containsExactly(1, 2, 4, 8, 16, 32, 24, 20, 22);
    assertThat(end).isEqualTo(new Next.Over(Ending.TOO_SLOW));
  }

  @Test
  void aFirstStepThatIsTooSlowIsTheLastOne() {
    assertThat(Course.after(wanted(), List.of(step(1, 200))))
        .isEqualTo(new Next.Over(Ending.TOO_SLOW));
  }

  @Test
  void tooManyErrorsEndItAsTooLongAnswersDo() {
    assertThat(Course.after(wanted(), List.of(SomeSteps.failing(1, 100, 2))))
        .isEqualTo(new Next.Over(Ending.TOO_MANY_ERRORS));
    assertThat(Course.after(wanted(), List.of(SomeSteps.failing(1, 100, 1))))
        .isEqualTo(new Next.Send(2));
  }

  @Test
  void stepsThatWereNamedAreTakenAndNoOthers() {
    Wanted named = wanted(new Ladder(1, 2, List.of(3, 9)), new Ceilings(64, 1000, 200_000, 900));

    assertThat(Course.longest(named)).containsExactly(3, 9);
    assertThat(Course.after(named, List.of(step(3, 20)))).isEqualTo(new Next.Send(9));
    assertThat(Course.after(named, List.of(step(3, 20), step(9, 20))))
        .isEqualTo(new Next.Over(Ending.LADDER_DONE));
    assertThat(Course.after(named, List.of(step(3, 20), step(9, 200))))
        .isEqualTo(new Next.Over(Ending.TOO_SLOW));
  }

  @Test
  void inPlaceOfNamedStepsBeyondTheCeilingThereIsOneAtIt() {
    Wanted named =
        wanted(new Ladder(1, 2, List.of(3, 100, 200)), new Ceilings(64, 1000, 200_000, 900));

    assertThat(Course.longest(named)).containsExactly(3, 64);
    assertThat(Course.after(named, List.of(step(3, 20)))).isEqualTo(new Next.Send(64));
    assertThat(Course.after(named, List.of(step(3, 20), step(64, 20))))
        .isEqualTo(new Next.Over(Ending.MOST_CONCURRENCY));
  }

  @Test
  void noCeilingIsPassed() {
    Ladder ladder = new Ladder(1, 4, null);
    assertThat(Course.longest(wanted(ladder, new Ceilings(10, 1000, 200_000, 900))))
        .containsExactly(1, 4, 10);
    assertThat(Course.longest(wanted(ladder, new Ceilings(1000, 1000, 200_000, 39))))
        .containsExactly(1, 4, 16);
    List<MeasuredStep> some = List.of(step(1, 20), step(4, 20));
    assertThat(Course.after(wanted(ladder, new Ceilings(4, 1000, 200_000, 900)), some))
        .isEqualTo(new Next.Over(Ending.MOST_CONCURRENCY));
    assertThat(Course.after(wanted(ladder, new Ceilings(64, 1000, 2_501, 900)), some))
        .isEqualTo(new Next.Over(Ending.MOST_REQUESTS));
    assertThat(Course.after(wanted(ladder, new Ceilings(64, 1000, 200_000, 29)), some))
        .isEqualTo(new Next.Over(Ending.MOST_SECONDS));
    MeasuredStep held =
        Measure.of(
            wanted(),
            8,
            SomeSteps.sent(1000, 20, Map.of(), true),
            new Around(2, SomeSteps.AT),
            new Around(2, SomeSteps.AT));
    assertThat(Course.after(wanted(), List.of(held))).isEqualTo(new Next.Over(Ending.MOST_RATE));
  }

  @Test
  void whatThePlanNamesIsSentHoweverLongLastAnswersTake() {
    Wanted filled = wanted(new Ladder(1, 2, List.of(1, 2, 4)), new Ceilings(64, 1000, 20_000, 30));
    assertThat(Course.longest(filled)).containsExactly(1, 2, 4);

    List<MeasuredStep> steps = new ArrayList<>(List.of(SomeSteps.lasting(10.22, 1, 100, 50)));
    assertThat(Course.after(filled, steps)).isEqualTo(new Next.Send(2));
    steps.add(SomeSteps.lasting(14, 2, 200, 50));
    assertThat(Course.after(filled, steps)).isEqualTo(new Next.Send(4));
  }

  @Test
  void aFleetThatGrewMeanwhileIsNoReasonToStop() {
    assertThat(Course.after(wanted(), List.of(step(8, 40), step(16, 80, 2, 3))))
        .isEqualTo(new Next.Send(32));
  }

  @Test
  void stepsOnFleetsOfDifferentSizeAreNotCompared() {
    // An instance that was added only for the last step had no time to take its share.
    List<MeasuredStep> steps = List.of(step(16, 40, 1, 1), step(32, 60, 2, 2));

    assertThat(Course.after(wanted(), steps)).isEqualTo(new Next.Send(64));
    assertThat(Course.after(wanted(), List.of(step(16, 40, 2, 2), step(32, 80, 2, 2))))
        .isEqualTo(new Next.Over(Ending.NO_GAIN));
  }

  @Test
  void aBurstOfTheLastRequestsShowsNoLimit() {
    Wanted twenty = wanted(new Ladder(2, 2, null), new Ceilings(64, 1000, 20, 900));
    MeasuredStep before = SomeSteps.lasting(10, 2, 16, 90);

    for (int ms : List.of(90, 400)) {
      MeasuredStep burst = SomeSteps.lasting(2.5, 4, 4, ms);
      assertThat(Course.after(twenty, List.of(before, burst)))
          .as("answers of %d ms", ms)
          .isEqualTo(new Next.Over(Ending.MOST_REQUESTS));
    }
    assertThat(Course.after(twenty, List.of(before, SomeSteps.lasting(10, 4, 4, 400))))
        .as("slow for all of its time")
        .isEqualTo(new Next.Over(Ending.TOO_SLOW));
  }

  private static Next walk(Wanted wanted, List<Integer> course, IntUnaryOperator millis) {
    List<MeasuredStep> steps = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      Next next = Course.after(wanted, steps);
      if (!(next instanceof Next.Send(int concurrency))) return next;
      course.add(concurrency);
      steps.add(step(concurrency, millis.applyAsInt(concurrency)));
    }
    throw new AssertionError("no end: " + course);
  }
}
