package dev.atrium.platform.plugin.loading;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Lets a plugin warm up and check itself, on a thread of its own and in bounded time. */
final class SelfTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private SelfTest() {}

  static void run(LoadedScenario plugin) throws PluginRefused {
    var task =
        new FutureTask<Void>(
            () -> {
              plugin.scenario().selfTest();
              return null;
            });
    var thread =
        Thread.ofPlatform().daemon().name("self-test-" + plugin.pluginId()).unstarted(task);
    thread.setContextClassLoader(plugin.loader());
    thread.start();
    await(task);
  }

  private static void await(FutureTask<Void> task) throws PluginRefused {
    try {
      task.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException failed) {
      throw new PluginRefused("Its self-test failed: " + failed.getCause() + ".");
    } catch (TimeoutException late) {
      task.cancel(true);
      throw new PluginRefused("Its self-test took longer than " + LIMIT.toSeconds() + " s.");
    } catch (InterruptedException interrupted) {
      task.cancel(true);
      Thread.currentThread().interrupt();
      throw new PluginRefused("Its self-test was interrupted.");
    }
  }
}
