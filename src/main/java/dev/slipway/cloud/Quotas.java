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

  /**
   * The same for what is urgent: by one call at most.
   *
   * @return empty also where that is not enough, as before this was first asked otherwise
   */
  OptionalInt endpointInstancesInOneCall(String instanceType);
}
