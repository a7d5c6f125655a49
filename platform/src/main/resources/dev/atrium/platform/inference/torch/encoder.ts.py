class Encoder(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool
  _is_full_backward_hook : Optional[bool]
  layers : int
  heads : int
  first_position : int
  activation : int
  eps : float
  shared : List[Tensor]
  weights : List[Tensor]
  head : List[Tensor]

  # --- binding: weights come in once, as they lie in the file, and stay

  def read(self: __torch__.Encoder, raw: Tensor, kind: int) -> Tensor:
    # kind: 0 = float32, 5 = bytes of float16, 15 = bytes of bfloat16; a copy in float32
    if kind == 0:
      return torch.clone(raw)
    return torch.to(torch.view_copy(raw, kind), 6)

  def bind_shared(self: __torch__.Encoder, raw: List[Tensor], kinds: List[int]) -> int:
    # words, positions, types; norm. A text has one type, so that its row is part of every position
    for i in range(5):
      torch.append(self.shared, self.read(raw[i], kinds[i]))
    placed = torch.add(self.shared[1], torch.select(self.shared[2], 0, 0))
    torch._set_item(self.shared, 1, placed)
    return len(self.shared)

  def bind_layer(self: __torch__.Encoder, raw: List[Tensor], kinds: List[int]) -> int:
    # weight and bias of q, k, v, output, norm, and of the two feed-forward matrices and norm
    t = annotate(List[Tensor], [])
    for i in range(16):
      torch.append(t, self.read(raw[i], kinds[i]))
    torch.append(self.weights, torch.cat([t[0], t[2], t[4]], 0))
    torch.append(self.weights, torch.cat([t[1], t[3], t[5]], 0))
    for i in range(10):
      torch.append(self.weights, t[6 + i])
    return len(self.weights)

  def bind_head(self: __torch__.Encoder, raw: List[Tensor], kinds: List[int]) -> int:
    # weight and bias of the two matrices of a classifier
    for i in range(4):
      torch.append(self.head, self.read(raw[i], kinds[i]))
    return len(self.head)

  # --- computing: x is [rows x length, hidden]; all rows have the same length, zeros behind a text are masked

  def norm(self: __torch__.Encoder, x: Tensor, w: Tensor, b: Tensor) -> Tensor:
    return torch.layer_norm(x, [torch.size(x, 1)], w, b, self.eps)

  def attend(self: __torch__.Encoder, x: Tensor, w: int, rows: int, mask: Tensor) -> Tensor:
    n = torch.size(x, 0)
    hidden = torch.size(x, 1)
    qkv = torch.linear(x, self.weights[w], self.weights[w + 1])
    qkv = torch.permute(torch.view(qkv, [rows, n // rows, 3, self.heads, hidden // self.heads]), [2, 0, 3, 1, 4])
    a = torch.scaled_dot_product_attention(torch.select(qkv, 0, 0), torch.select(qkv, 0, 1), torch.select(qkv, 0, 2), mask)
    a = torch.reshape(torch.permute(a, [0, 2, 1, 3]), [n, hidden])
    return torch.linear(a, self.weights[w + 2], self.weights[w + 3])

  def feed(self: __torch__.Encoder, x: Tensor, w: int) -> Tensor:
    wide = torch.linear(x, self.weights[w + 6], self.weights[w + 7])
    if self.activation == 0:
      wide = torch.gelu(wide)
    if self.activation == 1:
      cubed = torch.add(wide, torch.mul(torch.pow(wide, 3), 0.044714999999999998))
      wide = torch.mul(torch.mul(wide, 0.5), torch.add(torch.tanh(torch.mul(cubed, 0.79788456080286541)), 1))
    if self.activation == 2:
      wide = torch.relu(wide)
    return torch.linear(wide, self.weights[w + 8], self.weights[w + 9])

  def states(self: __torch__.Encoder, ids: Tensor, mask: Tensor) -> Tensor:
    rows = torch.size(ids, 0)
    length = torch.size(ids, 1)
    words = torch.embedding(self.shared[0], ids)
    places = torch.narrow(self.shared[1], 0, self.first_position, length)
    x = torch.view(torch.add(words, places), [rows * length, torch.size(words, 2)])
    x = self.norm(x, self.shared[3], self.shared[4])
    for layer in range(self.layers):
      w = 12 * layer
      x = self.norm(torch.add(x, self.attend(x, w, rows, mask)), self.weights[w + 4], self.weights[w + 5])
      x = self.norm(torch.add(x, self.feed(x, w)), self.weights[w + 10], self.weights[w + 11])
    return torch.view(x, [rows, length, torch.size(x, 1)])

  def encode(self: __torch__.Encoder, ids: Tensor, lengths: List[int], works: List[int]) -> List[Tensor]:
    # works, for each row: 0 = the mean of its states, 1 = the last, 2 = the first, 3 = the probability of each class
    length = torch.size(ids, 1)
    own = torch.unsqueeze(torch.tensor(lengths, dtype=4), 1)
    beyond = torch.ge(torch.unsqueeze(torch.arange(length, dtype=4), 0), own)
    mask = torch.masked_fill(torch.zeros([len(lengths), length], dtype=6), beyond, -inf)
    h = self.states(ids, torch.unsqueeze(torch.unsqueeze(mask, 1), 1))
    made = annotate(List[Tensor], [])
    for r in range(len(works)):
      mine = torch.narrow(torch.select(h, 0, r), 0, 0, lengths[r])
      one = torch.select(mine, 0, 0)
      if works[r] == 0:
        one = torch.mean(mine, [0])
      if works[r] == 1:
        one = torch.select(mine, 0, lengths[r] - 1)
      if works[r] == 3:
        one = self.classes(one)
      torch.append(made, torch.clone(one))
    return made

  def classes(self: __torch__.Encoder, first: Tensor) -> Tensor:
    inner = torch.tanh(torch.linear(torch.unsqueeze(first, 0), self.head[0], self.head[1]))
    return torch.select(torch.softmax(torch.linear(inner, self.head[2], self.head[3]), 1), 0, 0)
