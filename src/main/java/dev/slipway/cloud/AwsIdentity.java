package dev.slipway.cloud;

import java.util.function.Supplier;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;

/** {@link Identity} over STS. */
record AwsIdentity(Supplier<StsClient> sts) implements Identity {

  private static final AwsCalls CALLS = new AwsCalls("sts");

  @Override
  public Caller caller() {
    GetCallerIdentityResponse answer =
        CALLS.call("GetCallerIdentity", () -> sts.get().getCallerIdentity());
    return new Caller(answer.account(), answer.arn());
  }
}
