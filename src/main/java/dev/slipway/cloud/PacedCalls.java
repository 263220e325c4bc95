package dev.slipway.cloud;

import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;

/** Holds one client's calls to their rates, and tells when AWS throttles them. */
record PacedCalls(CallPacing pacing, CloudLocation location, String service)
    implements ExecutionInterceptor {

  @Override
  public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
    pacing.admit(location, service, operation(attributes));
  }

  @Override
  public void onExecutionFailure(Context.FailedExecution context, ExecutionAttributes attributes) {
    if (!(context.exception() instanceof AwsServiceException answer)) return;
    AwsFailures.Said said = AwsFailures.said(service, answer);
    if (AwsFailures.kindOf(answer.statusCode(), said.code(), said.text())
        == CloudFailure.Kind.THROTTLED) {
      pacing.throttled(location, service, operation(attributes));
    }
  }

  private static String operation(ExecutionAttributes attributes) {
    return String.valueOf(attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME));
  }
}
