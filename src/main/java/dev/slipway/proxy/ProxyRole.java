package dev.slipway.proxy;

import java.util.List;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Whether this process is a proxy: {@code slipway.roles} names it, or names nothing. */
final class ProxyRole implements Condition {

  @Override
  public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
    List<String> roles =
        Binder.get(context.getEnvironment())
            .bind("slipway.roles", Bindable.listOf(String.class))
            .orElseGet(List::of);
    return roles.isEmpty() || roles.contains("proxy");
  }
}
