package dev.slipway.loadtest;

import dev.slipway.endpoint.Prices;
import dev.slipway.endpoint.ServerlessOffer;
import dev.slipway.loadtest.LoadTestResult.Evidence;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Computes the result of a load test from its measured steps. The target follows AWS's formula: the
 * most requests a second that an instance takes × 60 × a safety factor, to begin with 0.5 ("Load
 * testing your autoscaling configuration").
 */
final class EvaluateSteps {

  /**
   * How busy this process may be: from here on, the measured rate may be the limit of this machine.
   */
  private static final double BUSY_CLIENT = 0.8;

  private static final int SECONDS = 60;

  private final Wanted wanted;
  private final List<MeasuredStep> steps;
  private final List<String> assumptions = new ArrayList<>();

  private EvaluateSteps(Wanted wanted, List<MeasuredStep> steps) {
    this.wanted = wanted;
    this.steps = steps;
  }

  /**
   * The facts beside the steps.
   *
   * @param demand null where CloudWatch does not say, or was not asked
   * @param fitsServerless whether serverless can host the release at all
   * @param speed how many seconds passed in the cloud in one of this machine's
   */
  record Known(
      Hosted hosted,
      Prices prices,
      @Nullable Demand demand,
      boolean fitsServerless,
      double speed) {}

  static LoadTestResult of(
      Wanted wanted, List<MeasuredStep> steps, Course.@Nullable Ending ending, Known known) {
    return new EvaluateSteps(wanted, steps).result(ending, known);
  }

  private LoadTestResult result(Course.@Nullable Ending ending, Known known) {
    Optional<MeasuredStep> best =
        steps.stream()
            .filter(MeasuredStep::counts)
            .max(Comparator.comparingDouble(EvaluateSteps::rate));
    if (best.isEmpty() || rate(best.get()) == 0) return nothing(ending);
    Optional<MeasuredStep> untold = untoldAtTheTop();
    boolean saturated = ending != null && ending.saturated() && untold.isEmpty();
    double rate = rate(best.get());
    int target = (int) Math.max(1, Math.floor(rate * SECONDS * wanted.safetyFactor()));
    Demand demand = known.demand();
    FleetAdvice fleet =
        demand == null || demand.requests() == 0 || !demand.foretells()
            ? null
            : FleetAdvice.of(demand, target, known.hosted().instances());
    CostAdvice cost =
        demand == null
            ? null
            : CostAdvice.of(known.prices(), known.hosted(), fleet, demand, known.fitsServerless());
    assume(best.get(), known, target, cost);
    return new LoadTestResult(
        saturated ? Evidence.SATURATED : Evidence.INSUFFICIENT_EVIDENCE,
        ending,
        rate,
        best.get().concurrency(),
        target,
        fleet,
        cost,
        assumptions,
        sentence(
            saturated,
            untold.map(EvaluateSteps::changed).orElseGet(() -> why(ending)),
            best.get(),
            known,
            target));
  }

  /**
   * The step with the most at once within the bounds, if nobody can tell its rate per instance,
   * since the fleet changed: the limit may lie above all rates that are known.
   */
  private Optional<MeasuredStep> untoldAtTheTop() {
    return steps.stream()
        .filter(step -> step.counts() || step.isUntold())
        .max(Comparator.comparingInt(MeasuredStep::concurrency))
        .filter(MeasuredStep::isUntold);
  }

  private LoadTestResult nothing(Course.@Nullable Ending ending) {
    Optional<MeasuredStep> untold = steps.stream().filter(MeasuredStep::isUntold).findFirst();
    boolean over = ending != null && ending.saturated() && untold.isEmpty();
    String sentence =
        over
            ? "No step was within the bounds (%s, at most %s%% errors), not even that of %d at once."
                .formatted(
                    wanted.bound().words(),
                    number(wanted.maxErrorShare() * 100),
                    steps.stream().mapToInt(MeasuredStep::concurrency).min().orElse(0))
            : untold
                .map(EvaluateSteps::changed)
                .orElse("Nothing that could be built upon was measured.");
    return new LoadTestResult(
        over ? Evidence.NOTHING_WITHIN_BOUNDS : Evidence.INSUFFICIENT_EVIDENCE,
        ending,
        null,
        null,
        null,
        null,
        null,
        List.of(),
        sentence);
  }

  private String sentence(
      boolean saturated, String why, MeasuredStep best, Known known, int target) {
    return "%s%s requests a second per %s within %s, at %d at once on %d. %s Aim for %d invocations per instance and minute."
        .formatted(
            saturated ? "" : "At least ",
            number(rate(best)),
            known.hosted().type(),
            wanted.bound().words(),
            best.concurrency(),
            best.instances(),
            why,
            target);
  }

  /** Why a step that was within the bounds tells no rate. */
  private static String changed(MeasuredStep untold) {
    return "With %d at once answers were within the bounds, but the number of instances did not stay the same, so nothing is built upon that: evidence is insufficient."
        .formatted(untold.concurrency());
  }

  private static String why(Course.@Nullable Ending ending) {
    if (ending == null) return "The test ended early: evidence is insufficient.";
    return switch (ending) {
      case TOO_SLOW -> "With more, answers took longer.";
      case TOO_MANY_ERRORS -> "With more, too many were errors.";
      case NO_GAIN -> "More at once brought no more answers.";
      case LADDER_DONE -> "The last step was no limit: evidence is insufficient.";
      case MOST_CONCURRENCY, MOST_RATE, MOST_REQUESTS, MOST_SECONDS ->
          "A ceiling of the test came before a limit of the endpoint: evidence is insufficient.";
    };
  }

  private void assume(MeasuredStep best, Known known, int target, @Nullable CostAdvice cost) {
    assumptions.add(
        "Measured from Slipway's own machine, network included; what applications asked meanwhile"
            + " is not counted, so an instance can do more rather than less.");
    assumptions.add(
        "target_invocations_per_instance = %s/s × 60 × %s (AWS's formula)."
            .formatted(number(rate(best)), number(wanted.safetyFactor())));
    if (best.clientCpu() >= BUSY_CLIENT) {
      assumptions.add(
          "Slipway's process was busy with %.0f %% of its machine: the limit may be its own."
              .formatted(best.clientCpu() * 100));
    }
    if (known.speed() > 1.5) {
      assumptions.add(
          "The cloud's time ran %.0f times as fast as this machine's (the simulator's does):"
                  .formatted(known.speed())
              + " CloudWatch's minutes, and so target and traffic, are not those of the measured"
              + " rate.");
    }
    Demand demand = known.demand();
    if (demand == null || cost == null) {
      assumptions.add(
          "CloudWatch did not say, or was not asked, what applications asked of the endpoint.");
      return;
    }
    assumptions.add(
        "Traffic is that of %s days by minutes, without load tests: %s requests, at most %s in a minute."
            .formatted(
                number(demand.daysThere()),
                number(demand.requests()),
                number(demand.peakPerMinute())));
    if (demand.requests() == 0) {
      assumptions.add("Nobody asked it anything, so no fleet is recommended for what it is asked.");
      return;
    }
    if (!demand.foretells()) {
      assumptions.add(
          (demand.there() == null
                  ? "SageMaker does not say how old the endpoint is"
                  : "That is less than a day")
              + ", so neither a fleet nor a month on serverless is reckoned from it.");
      return;
    }
    assumptions.add(
        "min_instances suits the median minute, max_instances the busiest and a quarter more; the"
            + " fleet's cost is that of the instances that follow the traffic at %d a minute each,"
                .formatted(target)
            + " without delay.");
    assumptions.add(serverless(cost, demand, known.fitsServerless()));
  }

  /** The assumptions of the cost of a month on serverless, or why there is no such cost. */
  private static String serverless(CostAdvice cost, Demand demand, boolean fits) {
    ServerlessOffer offer = cost.serverless();
    if (offer != null) {
      return "Serverless is reckoned with %d MB and %s ms a request, without cold starts."
          .formatted(offer.memoryMb(), number(offer.secondsPerRequest() * 1000));
    }
    if (!fits) return "Serverless cannot host this release (docs/hosting.md).";
    Double atOnce = demand.peakAtOnce();
    if (atOnce == null) {
      return "CloudWatch does not say how long the container took, so serverless is not reckoned.";
    }
    return atOnce <= ServerlessOffer.MOST_CONCURRENCY
        ? "What serverless costs in %s is not known (slipway.prices.serverless-gb-second)."
            .formatted(cost.currency())
        : "Serverless takes %d requests at once at most, and the busiest minute has about %s."
            .formatted(ServerlessOffer.MOST_CONCURRENCY, number(atOnce));
  }

  private static double rate(MeasuredStep step) {
    Double rate = step.ratePerInstance();
    return rate == null ? 0 : rate;
  }

  private static String number(double value) {
    String text = String.format(Locale.ROOT, value >= 100 ? "%.0f" : "%.2f", value);
    return text.contains(".") ? text.replaceAll("\\.?0+$", "") : text;
  }
}
