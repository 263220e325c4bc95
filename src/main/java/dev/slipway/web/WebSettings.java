package dev.slipway.web;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.MethodParameter;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.converter.HttpMessageConverters;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Hangs this room's parts into Spring MVC. */
@Configuration(proxyBeanMethods = false)
class WebSettings implements WebMvcConfigurer {

  private static final Set<MediaType> OTHERS =
      Set.of(
          MediaType.APPLICATION_YAML,
          MediaType.APPLICATION_CBOR,
          MediaType.APPLICATION_XML,
          MediaType.parseMediaType("application/x-jackson-smile"));

  private final IdempotencyGate idempotency;

  WebSettings(IdempotencyGate idempotency) {
    this.idempotency = idempotency;
  }

  @Override
  public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
    resolvers.add(new PageRequests());
  }

  @Override
  public void addInterceptors(InterceptorRegistry registry) {
    registry.addInterceptor(new QueryText()).addPathPatterns("/v1/**");
    registry.addInterceptor(new JsonAnswers()).addPathPatterns("/v1/**");
    registry.addInterceptor(idempotency).addPathPatterns("/v1/**");
  }

  /** The dashboard's files: a name that Vite made from the content never means anything else. */
  @Override
  public void addResourceHandlers(ResourceHandlerRegistry registry) {
    registry
        .addResourceHandler("/assets/color-scheme*", "/favicon.*")
        .addResourceLocations("classpath:/dashboard/assets/", "classpath:/dashboard/")
        .setCacheControl(CacheControl.maxAge(Duration.ofHours(1)));
    registry
        .addResourceHandler("/assets/**")
        .addResourceLocations("classpath:/dashboard/assets/")
        .setCacheControl(CacheControl.maxAge(Duration.ofDays(365)).cachePublic().immutable());
  }

  /** Only JSON is spoken, whatever else happens to be on the class path. */
  @Override
  public void configureMessageConverters(HttpMessageConverters.ServerBuilder builder) {
    builder.configureMessageConvertersList(converters ->
        converters.removeIf(
            converter -> converter.getSupportedMediaTypes().stream().anyMatch(OTHERS::contains)));
  }

  private static final class PageRequests implements HandlerMethodArgumentResolver {

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
      return parameter.getParameterType().equals(PageRequest.class);
    }

    @Override
    public Object resolveArgument(
        MethodParameter parameter,
        @Nullable ModelAndViewContainer container,
        NativeWebRequest request,
        @Nullable WebDataBinderFactory binders) {
      return PageRequest.of(request.getParameter("page_size"), request.getParameter("page_token"));
    }
  }
}
