package dev.slipway.simulator.cloudwatch;

import dev.slipway.simulator.wire.ServiceException;
import java.util.regex.Pattern;

/** A statistic by its name on the wire: Sum, Average, Minimum, Maximum, SampleCount or p0–p100. */
public record Statistic(String name) {

  public static final Statistic SUM = new Statistic("Sum");
  public static final Statistic AVERAGE = new Statistic("Average");

  private static final Pattern PERCENTILE = Pattern.compile("p(100|[0-9]{1,2})(\\.[0-9]{1,2})?");

  /** Refuses a name that CloudWatch does not know (or that is not modelled: trimmed means). */
  public static Statistic of(String name) {
    return switch (name) {
      case "Sum", "Average", "Minimum", "Maximum", "SampleCount" -> new Statistic(name);
      default -> {
        if (!PERCENTILE.matcher(name).matches()) {
          throw new ServiceException(
              400, "ValidationError", "The statistic " + name + " is not supported.");
        }
        yield new Statistic(name);
      }
    };
  }

  /** Its value, NaN without data. */
  double of(Stats stats) {
    if (stats.isEmpty()) {
      return Double.NaN;
    }
    return switch (name) {
      case "Sum" -> stats.sum();
      case "Average" -> stats.sum() / stats.count();
      case "Minimum" -> stats.min();
      case "Maximum" -> stats.max();
      case "SampleCount" -> stats.count();
      default -> stats.percentile(Double.parseDouble(name.substring(1)));
    };
  }
}
