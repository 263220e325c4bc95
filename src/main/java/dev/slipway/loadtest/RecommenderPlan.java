package dev.slipway.loadtest;

import dev.slipway.endpoint.Prices;
import dev.slipway.loadtest.PrepareRecommenderJob.Prepared;
import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * What a Recommender job would do.
 *
 * @param minutes how long AWS says that a default job takes
 * @param estimatedCost of one instance of each named type for that long, by list prices; null where
 *     AWS chooses the types or a price is not known
 * @param remarks what the caller should know before
 */
record RecommenderPlan(
    String endpoint,
    int release,
    RecommenderSettings settings,
    int minutes,
    @Nullable Double estimatedCost,
    String currency,
    List<String> remarks) {

  /** "Instance recommendation jobs complete within 45 minutes" (SageMaker developer guide). */
  private static final int MINUTES = 45;

  static RecommenderPlan of(Prepared prepared, Prices prices) {
    RecommenderSettings settings = prepared.settings();
    return new RecommenderPlan(
        prepared.target().endpoint().name(),
        prepared.target().release().number(),
        settings,
        MINUTES,
        cost(settings.instanceTypes(), prices),
        prices.unit(),
        List.of(
            "SageMaker starts instances of its own in the account for the job, pays no heed to"
                + " which endpoints need the quota, and deletes them when it ends.",
            "The samples are put under %s and stay there.".formatted(settings.payloadStore()),
            "The endpoint itself is sent nothing."));
  }

  private static @Nullable Double cost(List<String> types, Prices prices) {
    double hours = MINUTES / 60.0;
    double sum = 0;
    for (String type : types) {
      OptionalDouble hour = prices.perHour(type);
      if (hour.isEmpty()) return null;
      sum += hour.getAsDouble() * hours;
    }
    return types.isEmpty() ? null : Measure.rounded(sum);
  }
}
