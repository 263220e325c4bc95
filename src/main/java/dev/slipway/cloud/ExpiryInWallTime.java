package dev.slipway.cloud;

import java.time.Duration;
import java.time.Instant;
import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.sts.model.AssumeRoleResponse;

/**
 * AWS says in cloud time when keys expire; the SDK compares that with the machine's clock. Where
 * the two clocks differ, keys would look expired at once and be fetched for every call.
 */
record ExpiryInWallTime(CloudClock clock) implements ExecutionInterceptor {

  @Override
  public SdkResponse modifyResponse(
      Context.ModifyResponse context, ExecutionAttributes attributes) {
    if (!(context.response() instanceof AssumeRoleResponse answer)
        || answer.credentials() == null
        || answer.credentials().expiration() == null) {
      return context.response();
    }
    Instant now = clock.now();
    Duration life = Duration.between(now, answer.credentials().expiration());
    Instant end = clock.wallTimeOf(now).plus(life);
    return answer.toBuilder()
        .credentials(answer.credentials().toBuilder().expiration(end).build())
        .build();
  }
}
