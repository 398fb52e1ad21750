# 正式标题栏的用语；其余沿用默认主题。

document-kind = 文件
reference = 编号
