package dev.slipway.simulator.cloudwatch;

import dev.slipway.simulator.wire.ServiceException;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The StateReasonData of SetAlarmState: the points and the threshold, as CloudWatch tells them. */
final class ReasonData {

  private static final JsonMapper JSON = new JsonMapper();

  private ReasonData() {}

  /**
   * How far the newest point is above the threshold; empty where the data do not say both.
   *
   * @throws ServiceException when it is not JSON
   */
  static OptionalDouble breach(@Nullable String data) {
    JsonNode told = read(data == null ? "{}" : data);
    JsonNode points = told.path("recentDatapoints");
    JsonNode newest = points.path(points.size() - 1);
    JsonNode threshold = told.path("threshold");
    return newest.isNumber() && threshold.isNumber()
        ? OptionalDouble.of(newest.asDouble() - threshold.asDouble())
        : OptionalDouble.empty();
  }

  private static JsonNode read(String data) {
    try {
      return JSON.readTree(data);
    } catch (JacksonException unreadable) {
      throw new ServiceException(400, "InvalidFormat", "StateReasonData is not valid JSON.");
    }
  }
}
