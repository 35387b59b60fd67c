/** Skills of electronics, machines, vehicles and other engineering, as in software.ts. */
export const ENGINEERING = `
嵌入式+: 嵌入式开发, 嵌入式软件, 嵌入式系统, 嵌入式软件开发, 嵌入式编程, embedded
嵌入式Linux+: 嵌入式linux开发
单片机+: 单片机开发, 单片机编程, 单片机软件, 单片机原理
STM32: stm32单片机, stm32开发
8051: c51, 51单片机
ARM~: arm架构, arm开发
MCU: mcu开发, mcu软件开发, mcu软件设计
DSP: dsp开发, dsp软件开发, dsp编程
FPGA: fgpa, fpga开发, fpga设计
Verilog: verilog hdl, verilog语言
VHDL
SystemVerilog: sv-
Vivado
Quartus
ModelSim
Xilinx
Altera
Zynq
Keil: keil5, keilc, keil mdk
IAR-
ESP32
Rockchip: 瑞芯微
FreeRTOS
RTOS: 实时操作系统
uC/OS: ucos, ucosii
RT-Thread: rtthread
VxWorks
QNX
U-Boot: uboot
BSP-: 板级支持包
驱动开发: 底层驱动, linux驱动, 驱动, 驱动程序
硬件设计+: 硬件开发, 硬件电路设计
电路设计+: 电子电路, 电路
PCB: pcb设计, 电路板设计, pcb layout, layout
Altium Designer: ad软件, altium
PADS
Cadence: allegro
OrCAD
Protel
EDA
模拟电路+: 模电, 模拟电子技术, 模拟电子
数字电路+: 数电, 数字电子技术
开关电源
电力电子+
电源设计: 电源开发, 电源研发
电机控制+
射频+: rf
天线
通信: 通讯, 通信技术
通信协议: 通讯协议
无线通信+: 无线通讯
卫星通信+: 卫星通讯+
核心网+
GNSS
BSW
LIMS: lims系统, 实验室管理软件+
5G: 5g网络, 5g通信
4G
LTE
NR-
Wi-Fi: wifi, wifi开发
蓝牙+: bluetooth, ble, 蓝牙协议
ZigBee
LoRa
NB-IoT
CAN-: can总线, can通讯, can通讯协议
LIN-: lin总线
FlexRay
CANoe
CAPL
CANopen
EtherCAT
Profinet
Profibus
Modbus: modbus协议
OPC UA: opcua
RS485: rs-485, 485通讯
RS232
SPI-
I2C: iic
UART
USB-
PCIe
AUTOSAR: autosar架构
UDS-
ADAS: 高级驾驶辅助
自动驾驶+
ISO 26262: iso26262
功能安全
HIL-
ROS-: ros2
SLAM
激光雷达+
信号处理: 信号检测
数字信号处理+
EMC: emc测试, 电磁兼容
示波器+
万用表
PLC: plc编程, plc控制, plc开发, plc程序, 可编程控制器, plc控制系统
西门子PLC+: 西门子plc编程, s7-1200, s7-1500, s7-300, s7-200, 西门子1200, 西门子1500, 博途, tia portal
三菱PLC+
欧姆龙PLC
HMI-: 人机界面
触摸屏
组态软件: 组态
WinCC
CODESYS
DCS
变频器+
伺服: 伺服驱动+, 伺服控制+, 伺服驱动器+
运动控制+
传感器+
自动化: 自动化技术
电气自动化+
工业自动化+
自动控制: 自控, 自动控制系统
电气设计+
电气控制
EPLAN: eplan electric
CAD: autocad, cad制图, cad绘图, auto cad, cad软件
SolidWorks: solidwork, sw-, solidworks软件
Creo: pro/e, proe, pro-e
UG-: ug nx, nx ug, unigraphics
CATIA
CAE: cae仿真
CAM-
ANSYS
Abaqus
HyperWorks: hypermesh
Adams-
Moldflow
Revit
BIM
机械设计+: 机械结构设计, 机械设计制造, 机械结构
结构设计: 产品结构设计
非标自动化+: 非标设计, 非标设备设计, 非标自动化设计, 非标
机械制图: 机械绘图
机械加工: 机加工, 机加
数控+: cnc, 数控编程, 数控车床
工业机器人+: 机器人, 机械手, 机械臂
ABB机器人
FANUC
焊接: 电焊
模具: 模具设计
钣金
液压+
气动
机电一体化+
LabVIEW: lab view
NI-
上位机+: 上位机开发, 上位机软件, 上位机编程
BMS: 电池管理系统
锂电池+: 锂电
新能源
光伏+
储能+
GD&T
FMEA
APQP
PPAP
SPC-
MSA-
8D-: 8d报告
IATF16949: ts16949
ISO 9001: iso9001
六西格玛: six sigma, 6sigma
精益生产+: lean
5S: 6s管理
工艺流程
质量管理: 品质管理
GMP
HPLC: 液相色谱
PCR
细胞培养+
`;
