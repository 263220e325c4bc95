package dev.slipway.judge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.judge.Evidence.Minute;
import dev.slipway.judge.JudgeRules.Direction;
import dev.slipway.judge.JudgeRules.Meaning;
import dev.slipway.judge.JudgeRules.Metric;
import dev.slipway.judge.JudgeRules.MetricRule;
import dev.slipway.judge.Verdict.Finding;
import dev.slipway.judge.Verdict.Outcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** A pass says that what matters would have been seen; what could hide is not told. */
class MarginTests {

  private static final MetricRule ERRORS =
      new MetricRule(Metric.ERROR_RATE, Direction.INCREASE, 0.005, true);

  private static final int RUNS = 1000;

  @Test
  void whatExceedsTheToleranceAndMayBeChanceIsNeitherAFailNorAPass() {
    Finding found = rates(ERRORS, 0, 821, 5, 798);
    assertThat(found.outcome()).isEqualTo(Outcome.INSUFFICIENT_EVIDENCE);
    assertThat(found.effect()).isGreaterThan(0.005);
    assertThat(found.pValue()).isGreaterThan(0.01);
    assertThat(found.sentence())
        .startsWith("5xx errors cannot be told, 0.00 % of 821 requests before and 0.63 % of 798")
        .containsPattern("a fleet that is worse by that looks no worse than this in \\d\\d % of")
        .endsWith("a pass needs less than 10 %)");
    assertThat(rates(ERRORS, 0, 500, 6, 500).outcome()).isEqualTo(Outcome.INSUFFICIENT_EVIDENCE);
  }

  @Test
  void fewRequestsPassWhereTheyShowNothingAndNotWhereALittleMayBeMuch() {
    assertThat(rates(ERRORS, 0, 500, 0, 500).outcome()).isEqualTo(Outcome.PASS);
    assertThat(rates(ERRORS, 0, 500, 2, 500).outcome()).isEqualTo(Outcome.INSUFFICIENT_EVIDENCE);
    assertThat(rates(ERRORS, 20, 10_000, 4, 2000).outcome()).isEqualTo(Outcome.PASS);
  }

  @Test
  void aSignificantDifferenceBelowTheTolerancePasses() {
    Finding found = rates(ERRORS, 100, 100_000, 300, 100_000);
    assertThat(found.pValue()).isLessThan(0.0001);
    assertThat(found.outcome()).isEqualTo(Outcome.PASS);
  }

  @Test
  void aReleaseThatIsWorseByTheTolerancePassesOnceInTenAtMost() {
    SplittableRandom random = new SplittableRandom(5);
    int passed = 0;
    for (int run = 0; run < RUNS; run++) {
      int before = errors(random, 3000, 0.002);
      int after = errors(random, 1000, 0.007);
      if (rates(ERRORS, before, 3000, after, 1000).outcome() == Outcome.PASS) passed++;
    }
    assertThat(passed).isBetween(10, 120);
  }

  @Test
  void aGoodReleasePassesInTrafficThatIsEnoughToTellLatency() {
    assertThat(passed(new SomeTraffic(9, 1500, 500))).isGreaterThanOrEqualTo(970);
    assertThat(passed(new SomeTraffic(9, 960, 320))).isGreaterThanOrEqualTo(950);
  }

  @Test
  void minutesThatDifferTooMuchHideASlowRelease() {
    JudgeRules rules = rules(new MetricRule(Metric.MODEL_LATENCY, Direction.INCREASE, 0.2, true));
    Finding wild = only(rules, minutes(0.6), minutes(0.6));
    assertThat(wild.outcome()).isEqualTo(Outcome.INSUFFICIENT_EVIDENCE);
    assertThat(wild.overlooked()).isGreaterThan(0.1);
    Finding calm = only(rules, minutes(0.05), minutes(0.05));
    assertThat(calm.outcome()).isEqualTo(Outcome.PASS);
    assertThat(calm.overlooked()).isLessThan(0.01);
  }

  @Test
  void whatMustNotFallIsHeldToThatAndARateCannotFallBelowNothing() {
    MetricRule falls = new MetricRule(Metric.ERROR_RATE, Direction.DECREASE, 0.005, true);
    assertThat(rates(falls, 5, 5000, 0, 5000).outcome()).isEqualTo(Outcome.PASS);
    assertThat(rates(falls, 50, 1000, 43, 1000).outcome()).isEqualTo(Outcome.INSUFFICIENT_EVIDENCE);
    assertThat(rates(falls, 50, 1000, 80, 1000).outcome()).isEqualTo(Outcome.PASS);
    MetricRule alike = new MetricRule(Metric.ERROR_RATE, Direction.EITHER, 0.005, true);
    assertThat(rates(alike, 50, 1000, 80, 1000).outcome()).isNotEqualTo(Outcome.PASS);
    assertThat(rates(alike, 500, 100_000, 510, 100_000).outcome()).isEqualTo(Outcome.PASS);
  }

  @Test
  void aPlanSaysWhereAReleaseThatIsNoWorseWouldOftenStayUndecided() {
    Traffic little = new Traffic(250, 0.002, 0, spread(), spread());
    assertThat(Foresight.of(ERRORS, 0.01, little, 9, 0.25).sentence())
        .containsPattern("\\(a release that is no worse passes in [3-6]\\d % of cases\\)");
    Traffic enough = new Traffic(2000, 0.002, 0, spread(), spread());
    assertThat(Foresight.of(ERRORS, 0.01, enough, 9, 0.25).sentence())
        .doesNotContain("no worse passes");
  }

  @Test
  void withoutAToleranceChanceAloneDecides() {
    MetricRule any = new MetricRule(Metric.ERROR_RATE, Direction.INCREASE, 0, true);
    Finding same = rates(any, 3, 1000, 4, 1000);
    assertThat(same.outcome()).isEqualTo(Outcome.PASS);
    assertThat(same.overlooked()).isNull();
    assertThat(same.sentence()).doesNotContain("a pass needs");
    assertThat(rates(any, 3, 1000, 40, 1000).outcome()).isEqualTo(Outcome.FAIL);
  }

  private static Traffic.Spread spread() {
    return new Traffic.Spread(48, 0.056);
  }

  private static long passed(SomeTraffic traffic) {
    return LongStream.range(0, RUNS)
        .mapToObj(seed -> Judge.judge(JudgeRules.USUAL, traffic.seen(seed, 1, 0.002, 0.002), 1))
        .filter(verdict -> verdict.outcome() == Outcome.PASS)
        .count();
  }

  private static int errors(SplittableRandom random, int requests, double rate) {
    int errors = 0;
    for (int i = 0; i < requests; i++) if (random.nextDouble() < rate) errors++;
    return errors;
  }

  private static Finding rates(
      MetricRule rule, long before, long requestsBefore, long after, long requestsAfter) {
    return only(
        new JudgeRules(
            List.of(rule, new MetricRule(Metric.MODEL_LATENCY, Direction.INCREASE, 0.2, false)),
            Meaning.ABORT,
            Meaning.ABORT),
        List.of(new Minute(Instant.EPOCH, requestsBefore, before, 0, null, null)),
        List.of(new Minute(Instant.EPOCH, requestsAfter, after, 0, null, null)));
  }

  private static JudgeRules rules(MetricRule rule) {
    return new JudgeRules(List.of(rule), Meaning.ABORT, Meaning.ABORT);
  }

  private static Finding only(JudgeRules rules, List<Minute> before, List<Minute> after) {
    return Judge.judge(rules, new Evidence(before, after), 1).findings().getFirst();
  }

  private static List<Minute> minutes(double variation) {
    SplittableRandom random = new SplittableRandom(1);
    List<Minute> minutes = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      double latency = 50 * Math.exp(variation * random.nextGaussian());
      minutes.add(new Minute(Instant.EPOCH.plusSeconds(60L * i), 500, 0, 0, latency, 5.0));
    }
    return minutes;
  }
}
