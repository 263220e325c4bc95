package dev.slipway.simulator.sagemaker;

import dev.slipway.simulator.account.Scope;

/** What Application Auto Scaling holds about variants. */
public interface RegisteredVariants {

  /** Whether the variant is a scalable target. */
  boolean isRegistered(Scope scope, String endpoint, String variant);

  /** The endpoint is gone; its targets go with it. */
  void endpointDeleted(Scope scope, String endpoint);

  /** Nothing is registered, ever. */
  static RegisteredVariants none() {
    return new RegisteredVariants() {
      @Override
      public boolean isRegistered(Scope scope, String endpoint, String variant) {
        return false;
      }

      @Override
      public void endpointDeleted(Scope scope, String endpoint) {}
    };
  }
}
