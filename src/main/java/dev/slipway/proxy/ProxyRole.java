package dev.slipway.proxy;

import dev.slipway.base.ProcessRole;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Whether this process is a proxy. */
final class ProxyRole implements Condition {

  @Override
  public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
    return ProcessRole.of(context.getEnvironment()).contains(ProcessRole.PROXY);
  }
}
