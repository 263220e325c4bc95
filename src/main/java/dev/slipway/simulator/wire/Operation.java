package dev.slipway.simulator.wire;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkPojo;

/**
 * An operation that a service object offers, found once by its method's shape: {@code XResponse
 * x(XRequest, Caller)}, with a third parameter {@code byte[]} where the request's body is a stream
 * beside the shape, and {@link Answer} as result where the response's is.
 */
record Operation(
    Service service, String name, Supplier<SdkPojo> builder, Object target, Method method) {

  private static final String REQUEST = "Request";

  /** Every operation that the object offers. */
  static List<Operation> of(Service service, Object target) {
    List<Operation> operations = new ArrayList<>();
    for (Method method : target.getClass().getMethods()) {
      Class<?>[] parameters = method.getParameterTypes();
      if (!Modifier.isStatic(method.getModifiers())
          && parameters.length >= 2
          && SdkPojo.class.isAssignableFrom(parameters[0])
          && parameters[1] == Caller.class
          && parameters[0].getSimpleName().endsWith(REQUEST)) {
        String request = parameters[0].getSimpleName();
        String name = request.substring(0, request.length() - REQUEST.length());
        method.setAccessible(true);
        operations.add(new Operation(service, name, builder(parameters[0]), target, method));
      }
    }
    return operations;
  }

  Answer invoke(SdkPojo request, Caller caller, byte[] body) {
    try {
      @Nullable Object result =
          method.getParameterCount() == 2
              ? method.invoke(target, request, caller)
              : method.invoke(target, request, caller, body);
      return switch (result) {
        case Answer answer -> answer;
        case SdkPojo response -> Answer.of(response);
        case null, default -> throw new IllegalStateException(name + " answered " + result);
      };
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Supplier<SdkPojo> builder(Class<?> request) {
    try {
      Method builder = request.getMethod("builder");
      return () -> {
        try {
          return (SdkPojo) builder.invoke(null);
        } catch (ReflectiveOperationException e) {
          throw new IllegalStateException(e);
        }
      };
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException(request + " has no builder", e);
    }
  }
}
