class Limits(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool
  _is_full_backward_hook : Optional[bool]
  packed : List[__torch__.torch.classes.quantized.LinearPackedParamsBase]
  x : List[Tensor]
  w : List[Tensor]
  memory : List[Tensor]

  def prepare(self: __torch__.Limits, rows: int, inputs: int, outputs: int, elements: int) -> int:
    x = torch.sub(torch.rand([rows, inputs], dtype=6), 0.5)
    w = torch.sub(torch.rand([outputs, inputs], dtype=6), 0.5)
    self.x = [x, torch.to(x, 15)]
    self.w = [w, torch.to(w, 15)]
    whole = torch.quantize_per_channel(w, torch.full([outputs], 0.0040000000000000001, dtype=6), torch.zeros([outputs], dtype=4), 0, 12)
    torch.append(self.packed, ops.quantized.linear_prepack(whole, None))
    torch.append(self.memory, torch.ones([elements], dtype=6))
    return elements

  def read_memory(self: __torch__.Limits) -> Tensor:
    return torch.sum(self.memory[0])

  def multiply_fp32(self: __torch__.Limits) -> Tensor:
    return torch.linear(self.x[0], self.w[0], None)

  def multiply_bf16(self: __torch__.Limits) -> Tensor:
    return torch.linear(self.x[1], self.w[1], None)

  def multiply_int8(self: __torch__.Limits) -> Tensor:
    return ops.quantized.linear_with_input_q_dq_qweight_dq_output_fp32(self.x[0], 0.0078740157480314994, 128, self.packed[0])
