package dev.slipway.loadtest;

import dev.slipway.cloud.Alarms.AlarmSpec;
import dev.slipway.endpoint.AlarmSet;
import dev.slipway.endpoint.HourlyCost;
import dev.slipway.endpoint.Prices;
import dev.slipway.endpoint.ReleaseSpec;
import dev.slipway.loadtest.Admission.Admitted;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * What a load test would do at most.
 *
 * @param concurrencies the steps on which the endpoint never shows its limit
 * @param longestSeconds the seconds of these steps and of those that may follow between two of them
 * @param mostRequests in all of them
 * @param mostExtraCost of instances that autoscaling may add meanwhile; null where a price is not
 *     known
 * @param alarms the alarms that end the test when one of them fires
 * @param remarks what the caller should know before
 */
record LoadTestPlan(
    String endpoint,
    int release,
    String instanceType,
    int instances,
    Wanted settings,
    List<Integer> concurrencies,
    int longestSeconds,
    long mostRequests,
    @Nullable Double mostExtraCost,
    String currency,
    List<String> alarms,
    List<String> remarks) {

  /** How long added instances may stay when the load is over: a scale-in takes 15 min. */
  private static final int SCALING_IN_SECONDS = 900;

  static LoadTestPlan of(Admitted admitted, Prices prices) {
    Target target = admitted.target();
    Wanted wanted = admitted.wanted();
    ReleaseSpec spec = target.release().spec();
    List<Integer> steps = Course.longest(wanted);
    int seconds = longest(wanted, steps.size());
    int more = Math.max(0, HourlyCost.instances(spec) - admitted.instances());
    OptionalDouble hour = prices.perHour(target.type());
    return new LoadTestPlan(
        target.endpoint().name(),
        target.release().number(),
        target.type(),
        admitted.instances(),
        wanted,
        steps,
        seconds,
        Math.min(wanted.ceilings().requests(), (long) (wanted.ceilings().rate() * seconds)),
        hour.isEmpty()
            ? null
            : Measure.rounded(hour.getAsDouble() * more * (seconds + SCALING_IN_SECONDS) / 3600),
        prices.unit(),
        AlarmSet.paging(target.endpoint(), spec, Map.of()).stream().map(AlarmSpec::name).toList(),
        remarks(wanted, spec, more));
  }

  /**
   * The longest time of these steps, with the steps between two of the ladder that may follow, as
   * far as the ceiling allows.
   */
  private static int longest(Wanted wanted, int steps) {
    int refined = steps + (wanted.ladder().refines() ? Course.MOST_REFINEMENTS : 0);
    return Math.min(refined, wanted.ceilings().seconds() / wanted.stepSeconds())
        * wanted.stepSeconds();
  }

  private static List<String> remarks(Wanted wanted, ReleaseSpec spec, int more) {
    List<String> remarks = new ArrayList<>();
    remarks.add(
        "The requests are real predictions on the instances that applications use: theirs may take"
            + " longer meanwhile.");
    remarks.add("It ends at once when a deployment begins or one of the alarms fires.");
    if (wanted.ladder().refines()) {
      remarks.add(
          "Once answers are beyond the bound, up to %d steps between two of these may follow; they"
                  .formatted(Course.MOST_REFINEMENTS)
              + " are reckoned in.");
    }
    if (more > 0) {
      remarks.add(
          "Autoscaling may add up to %d instances; the most extra cost is theirs, until a quarter of"
                  .formatted(more)
              + " an hour after the load. Requests on instances cost nothing by themselves.");
    } else {
      remarks.add("Requests on instances cost nothing by themselves.");
    }
    if (spec.dataCapture() != null) {
      remarks.add("Data capture writes its share of the samples and answers to S3.");
    }
    return List.copyOf(remarks);
  }
}
