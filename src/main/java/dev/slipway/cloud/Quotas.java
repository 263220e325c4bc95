package dev.slipway.cloud;

import java.util.OptionalInt;

/** What an account may have (Service Quotas). */
public interface Quotas {

  /**
   * How many instances of a type all endpoints of the account and region may have together.
   *
   * @return empty when Service Quotas does not tell
   */
  OptionalInt endpointInstances(String instanceType);
}
