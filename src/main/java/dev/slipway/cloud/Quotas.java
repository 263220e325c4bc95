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
   * The same with one call to AWS at most, for ways back.
   *
   * @return empty also where one call is not enough, as before {@link #endpointInstances} has
   *     loaded the list of quotas
   */
  OptionalInt endpointInstancesInOneCall(String instanceType);
}
