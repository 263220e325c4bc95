package dev.slipway.access;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Which role a handler is for, and in which environment the caller must have it. Every handler
 * under {@code /v1} says so, or that it {@link NeedsNoRole}; one that says nothing is answered to
 * nobody. {@code docs/roles.md} lists all of them, and a test compares.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Needs {

  /** The role, or one that includes it. */
  Role value();

  /** How the environment is found. */
  Where where();
}
