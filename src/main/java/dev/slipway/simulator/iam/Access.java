package dev.slipway.simulator.iam;

import java.util.List;
import java.util.Map;

/**
 * What somebody wants to do to something.
 *
 * @param action such as {@code sagemaker:CreateEndpoint}
 * @param resource an ARN, or {@code *} where the action is on no resource
 * @param context values of condition keys by their names, whose case does not matter
 */
public record Access(String action, String resource, Map<String, List<String>> context) {

  public Access(String action, String resource) {
    this(action, resource, Map.of());
  }
}
