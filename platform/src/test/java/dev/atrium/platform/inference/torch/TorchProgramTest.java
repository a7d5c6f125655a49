package dev.atrium.platform.inference.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.atrium.platform.inference.torch.TorchArchive.Attribute;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TorchProgramTest {

  private static final String CODE =
      """
      class Scales(Module):
        __parameters__ = []
        __buffers__ = []
        training : bool
        _is_full_backward_hook : Optional[bool]
        factor : float
        offset : int
        on : bool
        kept : List[Tensor]
        def keep(self: __torch__.Scales, w: List[Tensor]) -> int:
          self.kept = w
          return len(self.kept)
        def hold(self: __torch__.Scales, w: List[Tensor]) -> Tensor:
          self.kept = w
          return w[0]
        def apply(self: __torch__.Scales, x: Tensor, times: int, plus: List[int]) -> Tensor:
          y = x
          if self.on:
            for i in range(times):
              y = y * self.factor + self.offset
          return y + plus[0]
        def descend(self: __torch__.Scales, x: Tensor, lr: Tensor) -> List[Tensor]:
          w = torch.requires_grad_(torch.detach(self.kept[0]))
          loss = torch.sum(torch.mul(w, x))
          g = torch._unwrap_optional(torch.grad([loss], [w], None, None, False, True)[0])
          torch.sub_(torch.detach(self.kept[0]), g * lr)
          return [torch.detach(loss), torch.detach(self.kept[0])]
      """;

  private static TorchArchive archive() {
    return new TorchArchive(
        "Scales",
        CODE,
        Map.of(
            "factor", new Attribute.Real(0.5),
            "offset", new Attribute.Whole(-3),
            "on", new Attribute.Flag(true),
            "kept", new Attribute.Tensors()));
  }

  @Test
  void call_everyKindOfArgument_reachesTheProgram() {
    try (var program = TorchProgram.load(archive());
        var x = program.floats(new float[] {8, 16}, 2);
        var result = program.call("apply").with(x).with(2).with(new long[] {100}).run()) {
      // ((8 / 2 - 3) / 2 - 3) + 100 and the same for 16
      assertThat(result.tensor().floats()).containsExactly(97.5f, 99.5f);
    }
  }

  @Test
  void call_keptTensors_outliveTheirJavaSide() {
    try (var program = TorchProgram.load(archive())) {
      try (var w = program.doubles(new double[] {1, 2, 3}, 3);
          var kept = program.call("keep").withAll(List.of(w, w)).run()) {
        assertThat(kept.integer()).isEqualTo(2);
      }
    }
  }

  @Test
  void train_gradientInsideTheProgram_movesTheKeptWeights() {
    try (var program = TorchProgram.load(archive());
        var w = program.doubles(new double[] {1, 2}, 2);
        var x = program.doubles(new double[] {10, 20}, 2)) {
      program.call("hold").withAll(List.of(w)).train().close();
      try (var result = program.call("descend").with(x).with(0.01).train()) {
        assertThat(result.tensors().get(0).doubles()[0]).isEqualTo(50);
        assertThat(result.tensors().get(1).doubles())
            .containsExactly(new double[] {0.9, 1.8}, within(1e-12));
      }
    }
  }

  @Test
  void load_textWithAMistake_namesTheLine() {
    var broken =
        new TorchArchive(
            "Scales", CODE.replace("self.kept = w", "self.kept = v"), archive().attributes());
    assertThatThrownBy(() -> TorchProgram.load(broken)).hasMessageContaining("self.kept = v");
  }

  @Test
  void tensor_bufferOfTheWrongSize_isRefusedBeforeNativeCode() {
    try (var program = TorchProgram.load(archive())) {
      var memory = java.nio.ByteBuffer.allocateDirect(12);
      assertThatThrownBy(() -> program.tensor(memory, TorchTensor.Type.FLOAT32, 2, 2))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("16 bytes");
    }
  }
}
