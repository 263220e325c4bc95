package dev.slipway.access;

import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Registers this room's checks with Spring MVC, before the parts of all other rooms. */
@Configuration(proxyBeanMethods = false)
class AccessSettings implements WebMvcConfigurer {

  private final CheckNeeds needs;

  AccessSettings(CheckNeeds needs) {
    this.needs = needs;
  }

  @Override
  public void addInterceptors(InterceptorRegistry registry) {
    registry.addInterceptor(needs).addPathPatterns("/v1/**").order(Ordered.HIGHEST_PRECEDENCE);
  }
}
