package dev.slipway.cloud;

import java.time.Instant;
import java.util.List;

/** What an endpoint's containers wrote (CloudWatch Logs). */
public interface ContainerLogs {

  /**
   * The last lines of the containers that were started since a time, oldest first; empty while none
   * of them is seen to have written anything.
   *
   * @param endpoint SageMaker's name
   * @param most how many lines at most
   * @throws CloudFailure {@code NOT_FOUND} when no container of it has ever written anything,
   *     {@code DENIED} when reading is not allowed
   */
  List<Line> tail(String endpoint, Instant since, int most);

  /** The log group of an endpoint's containers. */
  static String group(String endpoint) {
    return "/aws/sagemaker/Endpoints/" + endpoint;
  }

  /**
   * A line.
   *
   * @param stream the container, such as {@code primary/i-0123456789abcdef0}
   */
  record Line(String stream, Instant at, String message) {}
}
