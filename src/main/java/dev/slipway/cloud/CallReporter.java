package dev.slipway.cloud;

import dev.slipway.cloud.CallLog.Call;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.AwsResponse;
import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;

/**
 * Reports every call of one service's client to the {@link CallLog} of the work that makes it. The
 * synchronous clients run interceptors on the caller's thread, where the log is bound.
 */
final class CallReporter implements ExecutionInterceptor {

  private final String service;

  CallReporter(String service) {
    this.service = service;
  }

  @Override
  public void afterExecution(Context.AfterExecution context, ExecutionAttributes attributes) {
    CallLog.report(new Call(service, operation(attributes), requestId(context.response()), null));
  }

  @Override
  public void onExecutionFailure(Context.FailedExecution context, ExecutionAttributes attributes) {
    if (context.exception() instanceof HeldBack) return;
    AwsFailures.Said said = AwsFailures.said(service, context.exception());
    CallLog.report(new Call(service, operation(attributes), said.requestId(), said.code()));
  }

  private static String operation(ExecutionAttributes attributes) {
    return String.valueOf(attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME));
  }

  private static @Nullable String requestId(SdkResponse response) {
    return response instanceof AwsResponse aws && aws.responseMetadata() != null
        ? AwsFailures.known(aws.responseMetadata().requestId())
        : null;
  }
}
